package io.catwing.client;

/**
 * A column of the client's own: a member of the jsonb column {@code custom} beside the columns that all clients have.
 *
 * @param type what its values are, never {@link Table.Type#JSON}; numbers become JSON numbers with their scale, dates and
 *     times text in ISO form, times in UTC
 * @param from its {@code value} is never set
 */
public record CustomColumn(Table.Type type, Expression from) {}
