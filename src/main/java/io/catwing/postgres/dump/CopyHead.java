package io.catwing.postgres.dump;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The statement before a table's rows in a dump.
 *
 * @param schema and table, unquoted
 * @param columns likewise; empty if none are named
 */
public record CopyHead(String schema, String table, List<String> columns) {

    /** {@code COPY schema.table (column, …) FROM stdin}, and nothing else; empty for any other statement. */
    static Optional<CopyHead> of(DumpStatement statement) {
        boolean named = statement.begins("copy")
                && statement.token(1).isName()
                && statement.token(2).is(".")
                && statement.token(3).isName();
        if (!named) {
            return Optional.empty();
        }
        int at = 4;
        List<String> columns = new ArrayList<>();
        if (statement.token(at).is("(")) {
            do {
                if (!statement.token(at + 1).isName()) {
                    return Optional.empty();
                }
                columns.add(statement.token(at + 1).value());
                at += 2;
            } while (statement.token(at).is(","));
            if (!statement.token(at++).is(")")) {
                return Optional.empty();
            }
        }
        boolean fromDump = statement.token(at).is("from")
                && statement.token(at + 1).is("stdin")
                && statement.tokens().size() == at + 2;
        return fromDump
                ? Optional.of(new CopyHead(
                        statement.token(1).value(), statement.token(3).value(), List.copyOf(columns)))
                : Optional.empty();
    }

    /** @param sql with its semicolon */
    public static Optional<CopyHead> parse(byte[] sql) {
        try {
            DumpStatement statement = new DumpReader(new ByteArrayInputStream(sql)).next();
            return statement == null ? Optional.empty() : of(statement);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table, in the canonical form of {@link Names}. */
    public String name() {
        return Names.qualified(schema, table);
    }
}
