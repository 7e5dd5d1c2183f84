package io.catwing.load.mapping;

/** Where a parser's chunks come from and go to. */
public interface Chunks<C> {
    C empty() throws InterruptedException;

    void full(C chunk);
}
