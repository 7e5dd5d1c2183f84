package io.catwing.app;

/** What a service does to tell others of troubles. */
public interface AlertWatch {
    /** Looks for troubles from now on, until the service ends. */
    void start();

    /** Looks now, and sends what is due. */
    void look();
}
