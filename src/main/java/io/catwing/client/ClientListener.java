package io.catwing.client;

/** Keeps something that is made of a client's file, and is told when a service has read the file again. */
public interface ClientListener {
    /**
     * Called while nobody works on the client, and before anybody sees the new one. What it throws leaves the client out.
     *
     * @param before null if the file is new
     * @param after null if the file is gone or wrong
     */
    void changed(Client before, Client after);
}
