package io.catwing.http;

/** Where a login comes from that is kept and renewed. */
interface LoginSource {

    /** @param refused by the ERP, and so not to be returned again; or null */
    Login logIn(Login refused);

    /** Ends a login that is not used any more. Never fails. */
    default void logOut(Login login) {}
}
