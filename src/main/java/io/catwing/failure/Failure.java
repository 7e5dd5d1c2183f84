package io.catwing.failure;

/**
 * Something went wrong that a person can fix: a lower-case fact, and the next step as a hint.
 *
 * <p>The three kinds say what is done about it: {@link RetryableFailure} is retried, {@link QuarantinedFailure} skips one
 * file, entity or record while everything else continues, {@link AbortingFailure} ends the command.
 */
public abstract sealed class Failure extends RuntimeException
        permits RetryableFailure, QuarantinedFailure, AbortingFailure {
    private static final long serialVersionUID = 1L;

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
            root = t;
        }
        // Spring leaves out of its message what the database said.
        String more = String.valueOf(cause).contains(String.valueOf(root.getMessage())) ? "" : " (" + root + ")";
        return "unforeseen: " + cause + more + "\nHINT: the log has the stack trace; please report it";
    }
}
