package io.catwing.client;

/**
 * A client's own column: a member of the jsonb column {@code custom} beside the columns that all clients have.
 *
 * @param type of its values, never {@link Table.Type#JSON}; numbers become JSON numbers with their scale, dates and
 *     times text in ISO format, times in UTC
 * @param from its {@code value} is never set
 */
public record CustomColumn(Table.Type type, Expression from) {}
