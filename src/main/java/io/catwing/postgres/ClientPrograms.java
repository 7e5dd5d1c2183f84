package io.catwing.postgres;

import io.catwing.exec.Command;
import io.catwing.exec.CommandExecutor;
import io.catwing.failure.AbortingFailure;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** pg_dump: found on the PATH or in {@code CATWING_PG_BIN}, and given the database's address. */
@Component
public class ClientPrograms {
    private static final Pattern VERSION =
            Pattern.compile("\\(PostgreSQL\\) (\\d{1,4})(?:\\.(\\d{1,6}))?(devel|alpha\\d*|beta\\d*|rc\\d*)?");

    /** The minor version of each major one that has the fixes of CVE-2025-8714, -8715 and CVE-2026-18408. */
    private static final Map<Integer, Integer> FIXED = Map.of(15, 19, 16, 15, 17, 11, 18, 6);

    private static final Duration A_MOMENT = Duration.ofSeconds(30);

    private final CommandExecutor executor;
    private final String folder;

    public ClientPrograms(CommandExecutor executor, @Value("${catwing.pg.bin:}") String folder) {
        this.executor = executor;
        this.folder = folder.strip();
    }

    /** A command that connects to that database; the password is passed in the environment, and there is never a prompt. */
    public Command command(String program, DatabaseAddress address) {
        Command command = Command.of(path(program))
                .missingHint(
                        "install PostgreSQL's client programs (Debian: postgresql-client), or set CATWING_PG_BIN to"
                                + " the folder they are in");
        address.variables().forEach(command::environment);
        return command.secret("PGPASSWORD", address.password());
    }

    /**
     * A program that is suitable for the server.
     *
     * @param version as it reports it, such as {@code 15.18 (Debian 15.18-0+deb12u1)}
     * @param warning with a HINT, if it lacks a fix that matters elsewhere; null otherwise
     */
    public record Checked(String version, String warning) {}

    /**
     * Refuses a program that is older than the server.
     *
     * @throws io.catwing.failure.QuarantinedFailure when it is missing or does not run
     */
    public Checked check(String program, DatabaseAddress address, int serverMajor) {
        String said = executor.run(
                        command(program, address).arguments("--version").timeLimit(A_MOMENT))
                .output()
                .strip();
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            throw new AbortingFailure(
                    path(program) + " does not give its version, but '" + said + "'",
                    "set CATWING_PG_BIN to a folder with PostgreSQL's own programs");
        }
        int major = Integer.parseInt(version.group(1));
        if (major < serverMajor) {
            throw new AbortingFailure(
                    path(program) + " is of PostgreSQL " + version.group(1) + ", older than the server, which is "
                            + serverMajor,
                    "install the client programs of PostgreSQL " + serverMajor
                            + " or newer, and set CATWING_PG_BIN to the folder they are in");
        }
        return new Checked(
                said.substring(version.start(1)), warning(program, major, version.group(2), version.group(3)));
    }

    /** A dump's commands for psql cannot harm a recovery, which runs none; they can harm people who restore manually. */
    private static String warning(String program, int major, String minor, String trial) {
        Integer fixed = FIXED.get(major);
        boolean old = fixed != null && (minor == null || Integer.parseInt(minor) < fixed);
        if (!old && trial == null) {
            return null;
        }
        String told = program + " is of PostgreSQL " + major + (minor == null ? "" : "." + minor)
                + (trial == null ? "" : trial);
        return old
                ? told + ", without the fix of CVE-2026-18408 that came with " + major + "." + fixed
                        + "\nHINT: update PostgreSQL's client programs; until then give no dump to a psql of this version"
                        + " by hand (recoveries of catwing use none)"
                : told + ", which is a trial version\nHINT: use a released one for backups that count";
    }

    /** The path of a program. */
    public String path(String program) {
        return folder.isEmpty() ? program : folder + "/" + program;
    }
}
