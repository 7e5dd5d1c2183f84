package io.catwing.failure;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/**
 * Something went wrong that a person can fix: a lower-case fact, and the next step as a hint.
 *
 * <p>The three kinds say what is done about it: {@link RetryableFailure} is retried, {@link QuarantinedFailure} skips one
 * file, entity or record while everything else continues, {@link AbortingFailure} ends the command.
 */
public abstract sealed class Failure extends RuntimeException
        permits RetryableFailure, QuarantinedFailure, AbortingFailure {
    private static final long serialVersionUID = 1L;

    /** PostgreSQL's read_only_sql_transaction: the server was the primary, or its disk is full and whoever runs it has closed it to writes. */
    public static final String READ_ONLY = "25006";

    /** PostgreSQL's states of a server that an administrator or a crash ends, that is starting, or that has been demoted. */
    private static final Set<String> SHUT_DOWN = Set.of("57P01", "57P02", "57P03", READ_ONLY);

    /** query_canceled, lock_not_available, idle_in_transaction_session_timeout, transaction_timeout. */
    private static final Set<String> ENDED = Set.of("57014", "55P03", "25P03", "25P04");

    private final String fact;
    private final String hint;

    Failure(String fact, String hint, Throwable cause) {
        super(fact + "\nHINT: " + hint, cause);
        this.fact = fact;
        this.hint = hint;
    }

    /** What happened, in lower case, without the hint. */
    public String fact() {
        return fact;
    }

    /** What to do next. */
    public String hint() {
        return hint;
    }

    /** The text that is shown and stored: a failure's own, or for an unforeseen exception its kind, its root and where to look. */
    public static String describe(Throwable cause) {
        Throwable root = cause;
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof Failure failure) {
                return failure.getMessage();
            }
            if (isDatabaseGone(t)) {
                return "the database went away: " + t.getMessage()
                        + "\nHINT: nothing is lost: run the same command again once it is back; the timers do so by themselves";
            }
            root = t;
        }
        // Spring leaves out of its message what the database said.
        String more = String.valueOf(cause).contains(String.valueOf(root.getMessage())) ? "" : " (" + root + ")";
        return "unforeseen: " + cause + more + "\nHINT: the log has the stack trace; please report it";
    }

    /** @return what is to be logged with its stack trace; null where {@link #describe} says all there is to say */
    public static Throwable unforeseen(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof Failure || isDatabaseGone(t)) {
                return null;
            }
        }
        return cause;
    }

    /**
     * Whether what was worked on is the matter, so that a rebuild would refuse it, too. Otherwise it is a server, a disk or the
     * program, which says nothing about it.
     */
    public static boolean isRefusal(Throwable cause) {
        Failure failure = null;
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof SQLException broken && !isRefusal(broken)) {
                return false;
            }
            if (failure == null && t instanceof Failure first) {
                failure = first;
            }
        }
        return failure instanceof QuarantinedFailure;
    }

    /**
     * Whether the database refused what it was given: data_exception, integrity_constraint_violation, program_limit_exceeded. Any
     * other failure says nothing about it.
     */
    public static boolean isRefusal(SQLException broken) {
        return String.valueOf(broken.getSQLState()).matches("(22|23|54).*");
    }

    /**
     * Whether the database is the matter, not what it was given: the connection broke or there was none to be had, the server goes, lacks
     * room or connections, or only reads.
     */
    public static boolean isAway(SQLException broken) {
        return broken instanceof SQLTransientConnectionException
                || String.valueOf(broken.getSQLState()).matches("(08|53|57P).*|" + READ_ONLY);
    }

    /** Whether somebody, or a limit of time, ended what was not to blame. */
    public static boolean isEnded(SQLException broken) {
        return ENDED.contains(String.valueOf(broken.getSQLState()));
    }

    /**
     * What to do about what the database did not do.
     *
     * @param next where it refused it
     */
    public static String hint(SQLException broken, String next) {
        return isEnded(broken)
                ? "somebody ended the statement (pg_cancel_backend), or SQL of your own sets a limit of time, such as"
                        + " statement_timeout or lock_timeout: those of the server and its roles do not hold for catwing; run"
                        + " the same command again"
                : next;
    }

    /** The connection broke, or there was none to be had. */
    private static boolean isDatabaseGone(Throwable cause) {
        return cause instanceof SQLException broken
                && (broken instanceof SQLTransientConnectionException
                        || broken.getSQLState() != null
                                && (broken.getSQLState().startsWith("08") || SHUT_DOWN.contains(broken.getSQLState())));
    }
}
