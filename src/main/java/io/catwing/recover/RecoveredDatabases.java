package io.catwing.recover;

import java.util.List;
import org.springframework.stereotype.Component;

/** The databases on the server that recoveries have made or moved aside. Called by the command {@code recover list}. */
@Component
public class RecoveredDatabases {
    private static final String OURS = "catwing";

    private final DatabaseServer server;

    public RecoveredDatabases(DatabaseServer server) {
        this.server = server;
    }

    /** @param what is said of it in its comment */
    public record Listed(DatabaseName database, long bytes, String what) {}

    public List<Listed> all() {
        return server.all().entrySet().stream()
                .filter(database -> database.getValue().startsWith(OURS))
                .map(database -> new Listed(database.getKey(), server.size(database.getKey()), database.getValue()))
                .toList();
    }
}
