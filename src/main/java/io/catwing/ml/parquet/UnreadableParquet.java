package io.catwing.ml.parquet;

/** A file is not the table that it should be. Made into a failure by whoever knows the file's name. */
final class UnreadableParquet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /** @param fact goes on from the file's name: {@code has no column quantity} */
    UnreadableParquet(String fact, String hint) {
        super(fact);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
