package io.catwing.load.mapping;

/** The source and target of a parser's chunks. */
public interface Chunks<C> {
    C empty() throws InterruptedException;

    void full(C chunk);
}
