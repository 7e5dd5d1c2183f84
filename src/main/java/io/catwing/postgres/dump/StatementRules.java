package io.catwing.postgres.dump;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.dump.Judgement.Action;
import io.catwing.postgres.dump.Token.Kind;
import java.util.Locale;
import java.util.Set;

/**
 * Which statements of a dump are sent to a server: those that pg_dump writes for a database, without owners and
 * privileges. Everything else is refused, harmless or not: transaction control, {@code COPY} to or from
 * anything except the dump itself, roles, databases, settings of the server, {@code DO} and everything that changes rows.
 */
final class StatementRules {
    /** Settings that some version of pg_dump sets, and that matter to the server. */
    private static final Set<String> SETTINGS = Set.of(
            "check_function_bodies", "xmloption", "row_security", "default_tablespace", "default_table_access_method");

    /** Those that a restore sets itself, and one that servers before 17 do not know. */
    private static final Set<String> OURS_TO_SET = Set.of(
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "transaction_timeout",
            "client_min_messages");

    private static final Set<String> NO_SETTINGS = Set.of(
            "session",
            "local",
            "role",
            "session_authorization",
            "transaction",
            "constraints",
            "time",
            "names",
            "schema",
            "xml");

    /** After CREATE, without modifiers. */
    private static final Set<String> CREATED = Set.of(
            "access",
            "aggregate",
            "cast",
            "collation",
            "conversion",
            "domain",
            "extension",
            "foreign",
            "function",
            "index",
            "language",
            "operator",
            "policy",
            "procedure",
            "rule",
            "schema",
            "sequence",
            "server",
            "statistics",
            "table",
            "text",
            "transform",
            "trigger",
            "type",
            "view",
            "event");

    private static final Set<String> SORTS = Set.of(
            "or",
            "replace",
            "unlogged",
            "unique",
            "trusted",
            "procedural",
            "recursive",
            "constraint",
            "materialized",
            "default");

    private static final Set<String> ALTERED = Set.of(
            "table",
            "index",
            "sequence",
            "view",
            "materialized",
            "foreign",
            "type",
            "domain",
            "statistics",
            "event",
            "function",
            "procedure",
            "operator",
            "text",
            "collation");

    private static final Set<String> NOT_COMMENTED = Set.of("database", "role", "tablespace", "subscription");

    private final ProductObjects ours;

    StatementRules(ProductObjects ours) {
        this.ours = ours;
    }

    /** @throws QuarantinedFailure when a dump of ours has no such statement */
    Judgement judge(DumpStatement statement) {
        Judgement judgement =
                switch (statement.token(0).kind() == Kind.WORD
                        ? statement.token(0).value()
                        : "") {
                    case "set" -> set(statement);
                    case "select" -> select(statement);
                    case "create" -> create(statement);
                    case "alter" -> alter(statement);
                    case "comment" ->
                        statement.begins("comment", "on") && !NOT_COMMENTED.contains(word(statement, 2))
                                ? Judgement.MAY
                                : null;
                    case "refresh" -> statement.begins("refresh", "materialized", "view") ? Judgement.MAY : null;
                    case "copy" -> copy(statement);
                    default -> null;
                };
        if (judgement == null) {
            throw Refusal.of(
                    statement.line(), "has the statement " + statement.called() + ", which no dump of catwing has");
        }
        return judgement;
    }

    private static Judgement set(DumpStatement statement) {
        String name = word(statement, 1);
        boolean assigns = statement.token(2).is("=") || statement.token(2).is("to");
        if (!assigns || name.isEmpty() || NO_SETTINGS.contains(name)) {
            return null;
        }
        Token value = statement.token(3);
        return switch (name) {
            case "client_encoding" -> {
                if (!value.value().toUpperCase(Locale.ROOT).matches("UTF-?8")) {
                    throw Refusal.of(statement.line(), "says that it is encoded as " + value.value() + ", not UTF8");
                }
                yield Judgement.SKIP;
            }
            case "standard_conforming_strings" -> value.is("on") ? Judgement.SKIP : null;
            default ->
                SETTINGS.contains(name)
                        ? Judgement.MAY
                        : OURS_TO_SET.contains(name)
                                ? Judgement.SKIP
                                : Judgement.skip("the setting " + name + ", which is not known here");
        };
    }

    /** Two functions that pg_dump calls, with values only. */
    private Judgement select(DumpStatement statement) {
        boolean searchPath = statement.begins("select", "pg_catalog", ".", "set_config", "(")
                && statement.tokens().size() == 11
                && string(statement, 5, "search_path")
                && statement.token(6).is(",")
                && string(statement, 7, "")
                && statement.token(8).is(",")
                && statement.token(9).is("false")
                && statement.token(10).is(")");
        if (searchPath) {
            return Judgement.SKIP;
        }
        int sign = statement.token(7).is("-") ? 1 : 0;
        boolean setval = statement.begins("select", "pg_catalog", ".", "setval", "(")
                && statement.tokens().size() == 11 + sign
                && statement.token(5).kind() == Kind.STRING
                && statement.token(6).is(",")
                && statement.token(7 + sign).kind() == Kind.NUMBER
                && statement.token(8 + sign).is(",")
                && Set.of("true", "false").contains(word(statement, 9 + sign))
                && statement.token(10 + sign).is(")");
        return setval ? Judgement.MAY : null;
    }

    private Judgement create(DumpStatement statement) {
        int at = 1;
        while (SORTS.contains(word(statement, at))) {
            at++;
        }
        String kind = word(statement, at);
        boolean known = CREATED.contains(kind)
                && (!kind.equals("access") || statement.token(at + 1).is("method"))
                && (!kind.equals("event") || statement.token(at + 1).is("trigger"))
                && (!kind.equals("text") || statement.token(at + 1).is("search"));
        if (!known) {
            boolean elsewhere = kind.equals("publication")
                    || kind.equals("subscription")
                    || kind.equals("user") && statement.token(at + 1).is("mapping");
            return elsewhere ? Judgement.skip(statement.called()) : null;
        }
        return switch (kind) {
            case "schema" -> standing(ours.hasSchema(name(statement, at + 1)));
            case "table", "sequence", "function" -> {
                boolean qualified = statement.token(at + 2).is(".");
                yield standing(qualified && ours.has(name(statement, at + 1), name(statement, at + 3)));
            }
            case "index", "trigger" -> standing(isPart(statement, at + 1));
            default -> Judgement.MAY;
        };
    }

    /** An index or a trigger: its own name, and ON, and its table's. */
    private boolean isPart(DumpStatement statement, int at) {
        int on = at + 1;
        while (on < statement.tokens().size() && !statement.token(on).is("on")) {
            on++;
        }
        int table = statement.token(on + 1).is("only") ? on + 2 : on + 1;
        return statement.token(table + 1).is(".")
                && ours.has(name(statement, table), name(statement, table + 2), name(statement, at));
    }

    private Judgement alter(DumpStatement statement) {
        String kind = word(statement, 1);
        if (!ALTERED.contains(kind)) {
            return null;
        }
        int table = statement.token(2).is("only") ? 3 : 2;
        if (!kind.equals("table") || !statement.token(table + 1).is(".")) {
            return Judgement.MAY;
        }
        String schema = name(statement, table);
        String name = name(statement, table + 2);
        if (statement.token(table + 3).is("add") && statement.token(table + 4).is("constraint")) {
            return standing(ours.has(schema, name, name(statement, table + 5)));
        }
        if (statement.token(table + 3).is("replica")) {
            return standing(ours.has(schema, name));
        }
        return Judgement.MAY;
    }

    private Judgement copy(DumpStatement statement) {
        return CopyHead.of(statement)
                .map(head ->
                        new Judgement(ours.has(head.schema(), head.table()) ? Action.MUST : Action.MAY, head, null))
                .orElse(null);
    }

    private static Judgement standing(boolean product) {
        return product ? Judgement.MUST : Judgement.MAY;
    }

    private static String word(DumpStatement statement, int at) {
        return statement.token(at).kind() == Kind.WORD ? statement.token(at).value() : "";
    }

    private static String name(DumpStatement statement, int at) {
        return statement.token(at).isName() ? statement.token(at).value() : "";
    }

    private static boolean string(DumpStatement statement, int at, String value) {
        return statement.token(at).kind() == Kind.STRING
                && statement.token(at).value().equals(value);
    }
}
