package io.catwing.failure;

/** The whole command cannot continue. */
public final class AbortingFailure extends Failure {
    private static final long serialVersionUID = 1L;

    public AbortingFailure(String fact, String hint) {
        this(fact, hint, null);
    }

    public AbortingFailure(String fact, String hint, Throwable cause) {
        super(fact, hint, cause);
    }
}
