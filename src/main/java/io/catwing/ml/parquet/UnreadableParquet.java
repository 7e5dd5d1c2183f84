package io.catwing.ml.parquet;

/** A file is not the expected table. Converted to a failure by the code that knows the file's name. */
final class UnreadableParquet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /** @param fact continues the file's name: {@code has no column quantity} */
    UnreadableParquet(String fact, String hint) {
        super(fact);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
