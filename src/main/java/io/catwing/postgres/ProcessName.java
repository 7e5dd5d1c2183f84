package io.catwing.postgres;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this process is called where several share a database: in {@code ops.claim} and as the name of its sessions. */
public final class ProcessName {
    private static final Pattern FORM = Pattern.compile("process ([0-9]{1,10}) on (\\S+) since (\\S+)");
    private static final String HOST = host();
    private static final long PID = ProcessHandle.current().pid();
    private static final String NAME =
            name(PID, started(ProcessHandle.current()).orElse(Instant.EPOCH));

    private ProcessName() {}

    /** Such as {@code process 7 on catwing-5d9f since 2026-02-24T03:15:00.120Z}. */
    public static String get() {
        return NAME;
    }

    static String name(long pid, Instant started) {
        return "process " + pid + " on " + HOST + " since " + started;
    }

    /** PostgreSQL's application_name, which it cuts after 63 bytes. */
    public static String ofSessions() {
        String whole = "catwing process " + PID + " on " + HOST;
        return whole.substring(0, Math.min(63, whole.length()));
    }

    /**
     * Whether the process of that name is known to be gone: it was on this host, and none of its number and start is. What
     * cannot be told is not gone.
     */
    public static boolean isGone(String name) {
        Matcher parts = FORM.matcher(name);
        if (!parts.matches() || !parts.group(2).equals(HOST)) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts.group(1)));
        if (process.isEmpty()) {
            return true;
        }
        // Another may have its number by now: in a container that has started again, the first process always has.
        return started(process.get())
                .filter(started -> !started.toString().equals(parts.group(3)))
                .isPresent();
    }

    private static Optional<Instant> started(ProcessHandle process) {
        return process.info().startInstant();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
