package io.catwing.failure;

/** One file, entity or date cannot continue and is quarantined; everything else continues. */
public non-sealed class QuarantinedFailure extends Failure {
    private static final long serialVersionUID = 1L;

    public QuarantinedFailure(String fact, String hint) {
        this(fact, hint, null);
    }

    public QuarantinedFailure(String fact, String hint, Throwable cause) {
        super(fact, hint, cause);
    }
}
