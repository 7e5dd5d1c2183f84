package io.catwing.local.demo;

/** How one client's ERP speaks. */
public interface Dialect {

    /** The right answer to a request; of wrong requests, the right complaint. */
    Answer answer(Request request);

    /** Says with status 200, as some ERPs do, that it could not answer now. */
    Answer busy();

    /** Says that the caller is not known (any longer), and makes it true where a credential can end. */
    Answer forget(Request request);
}
