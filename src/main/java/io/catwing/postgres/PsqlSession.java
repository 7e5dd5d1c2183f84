package io.catwing.postgres;

import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A person's own session with the database: psql on this process's terminal. */
@Component
public class PsqlSession {
    private final ClientPrograms programs;
    private final DatabaseAddress address;

    public PsqlSession(ClientPrograms programs, DatabaseAddress address) {
        this.programs = programs;
        this.address = address;
    }

    /**
     * Runs it to its end.
     *
     * @param arguments for psql
     * @return psql's exit code
     */
    public int run(List<String> arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(programs.path("psql")));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        Map<String, String> environment = builder.environment();
        // A program that can start others must not see the clients' secrets.
        environment.keySet().removeIf(name -> name.startsWith("CW_") || name.startsWith("CATWING_"));
        environment.putAll(address.variables());
        environment.put("PGPASSWORD", address.password());
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            throw new AbortingFailure(
                    "psql cannot be started: " + e.getMessage(),
                    "install PostgreSQL's client programs (Debian: postgresql-client), or set CATWING_PG_BIN to the folder"
                            + " they are in",
                    e);
        }
    }
}
