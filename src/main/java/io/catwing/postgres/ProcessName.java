package io.catwing.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this process is called where several share a database: in {@code ops.claim} and as the name of its sessions. A number is of one
 * process only within its namespace: containers on their host's network have one host name, and each may be process 1.
 */
public final class ProcessName {
    /** The last part is missing on systems without namespaces, and in names that earlier versions gave. */
    private static final Pattern FORM =
            Pattern.compile("process ([0-9]{1,10}) on (\\S+) since (\\S+)(?: in (\\S+) at tick ([0-9]+))?");

    private static final Path PROCESSES = Path.of("/proc");
    /** In a process's stat, after its command, which may hold any byte. */
    private static final int TICK = 19;

    private static final String HOST = host();
    private static final long PID = ProcessHandle.current().pid();
    /** Null where there are none. */
    private static final String NAMESPACE = namespace();

    private static final String NAME = name(
            PID,
            started(ProcessHandle.current()).orElse(Instant.EPOCH),
            place(NAMESPACE, tick(PID).orElse(null)));
    private static final String SESSIONS = sessions(PID, HOST);

    private ProcessName() {}

    /** Such as {@code process 7 on catwing-5d9f since 2026-02-24T03:15:00.120Z in pid:[4026531836] at tick 4711}. */
    public static String get() {
        return NAME;
    }

    static String name(long pid, Instant started, String place) {
        return "process " + pid + " on " + HOST + " since " + started + place;
    }

    /** @return nothing where one of them is null */
    static String place(String namespace, String tick) {
        return namespace == null || tick == null ? "" : " in " + namespace + " at tick " + tick;
    }

    /** PostgreSQL's application_name, which it cuts after 63 bytes. No other process has it. */
    public static String ofSessions() {
        return SESSIONS;
    }

    /** @return another each time: what tells it from all others comes before the host, whose name may be long */
    static String sessions(long pid, String host) {
        String whole =
                "catwing process " + pid + " " + UUID.randomUUID().toString().substring(0, 8) + " on " + host;
        return whole.substring(0, Math.min(63, whole.length()));
    }

    /**
     * Whether the process of that name is known to be gone: it was on this host and in this namespace, and none of its number and start
     * is. What cannot be told is not gone.
     */
    public static boolean isGone(String name) {
        Matcher parts = FORM.matcher(name);
        if (!parts.matches() || !parts.group(2).equals(HOST) || !Objects.equals(parts.group(4), NAMESPACE)) {
            return false;
        }
        long pid = Long.parseLong(parts.group(1));
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return true;
        }
        // Another may have its number by now. The wall clock tells when it started only as long as nobody sets it.
        return parts.group(5) == null
                ? started(process.get())
                        .filter(started -> !started.toString().equals(parts.group(3)))
                        .isPresent()
                : tick(pid).filter(tick -> !tick.equals(parts.group(5))).isPresent();
    }

    private static Optional<Instant> started(ProcessHandle process) {
        return process.info().startInstant();
    }

    /** When it started, counted since the machine did. Empty on systems that do not say. */
    static Optional<String> tick(long pid) {
        try {
            String stat = Files.readString(PROCESSES.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
            return TICK < fields.length ? Optional.of(fields[TICK]) : Optional.empty();
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private static String namespace() {
        try {
            return Files.readSymbolicLink(PROCESSES.resolve("self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException none) {
            return null;
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
