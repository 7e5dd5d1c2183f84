package io.catwing.load;

/** Where a parser's chunks come from and go to. */
interface Chunks<C> {
    C empty() throws InterruptedException;

    void full(C chunk);
}
