/**
 * Logins that outlive a process: refresh tokens in the database, encrypted, and used by one process at a time. Who asks for
 * them, and sends them, is {@link io.catwing.http}.
 */
package io.catwing.login;
