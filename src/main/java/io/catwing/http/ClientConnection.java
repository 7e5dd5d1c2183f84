package io.catwing.http;

import java.io.Closeable;
import org.apache.hc.client5.http.classic.HttpClient;

/** The connections to servers of one client, until its file changes. */
public interface ClientConnection extends Closeable {
    /** For Camel's endpoint. */
    HttpClient client();

    /** Ends what is under way, logins included; whoever asked fails. */
    void cut();

    /**
     * Nothing is asked for now: ends a login that has to be ended, and closes the connections that no request uses. The next
     * request logs in and connects again. Never fails.
     */
    void logOut();
}
