package io.catwing.postgres;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this process is called where several share a database: in {@code ops.claim} and as the name of its sessions. */
public final class ProcessName {
    private static final String NAME = name();

    private ProcessName() {}

    /** Such as {@code process 7 on catwing-5d9f}. */
    public static String get() {
        return NAME;
    }

    /** PostgreSQL's application_name, which it cuts after 63 bytes. */
    public static String ofSessions() {
        String whole = "catwing " + NAME;
        return whole.substring(0, Math.min(63, whole.length()));
    }

    private static String name() {
        String process = "process " + ProcessHandle.current().pid();
        try {
            return process + " on " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return process;
        }
    }
}
