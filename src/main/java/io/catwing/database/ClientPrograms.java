package io.catwing.database;

import io.catwing.exec.Command;
import io.catwing.exec.CommandExecutor;
import io.catwing.failure.AbortingFailure;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** pg_dump and psql: found on the PATH or where {@code CATWING_PG_BIN} says, and told how to reach the database. */
@Component
public class ClientPrograms {
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final Duration A_MOMENT = Duration.ofSeconds(30);

    private final CommandExecutor executor;
    private final String folder;

    public ClientPrograms(CommandExecutor executor, @Value("${catwing.pg.bin:}") String folder) {
        this.executor = executor;
        this.folder = folder.strip();
    }

    /** A command that connects to that database; the password goes by the environment, and a prompt never appears. */
    public Command command(String program, DatabaseAddress address) {
        Command command = Command.of(path(program))
                .missingHint(
                        "install PostgreSQL's client programs (Debian: postgresql-client), or set CATWING_PG_BIN to"
                                + " the folder they are in");
        address.variables().forEach(command::environment);
        return command.secret("PGPASSWORD", address.password());
    }

    /**
     * Refuses a program that is older than the server.
     *
     * @throws io.catwing.failure.ParkedFailure when it is missing or does not run
     */
    public void check(String program, DatabaseAddress address, int serverMajor) {
        String said = executor.run(
                        command(program, address).arguments("--version").timeLimit(A_MOMENT))
                .output();
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            throw new AbortingFailure(
                    path(program) + " does not tell its version, but '" + said + "'",
                    "set CATWING_PG_BIN to a folder with PostgreSQL's own programs");
        }
        if (Integer.parseInt(version.group(1)) < serverMajor) {
            throw new AbortingFailure(
                    path(program) + " is of PostgreSQL " + version.group(1) + ", older than the server, which is "
                            + serverMajor,
                    "install the client programs of PostgreSQL " + serverMajor
                            + " or newer, and set CATWING_PG_BIN to the folder they are in");
        }
    }

    /** Where a program is. */
    public String path(String program) {
        return folder.isEmpty() ? program : folder + "/" + program;
    }
}
