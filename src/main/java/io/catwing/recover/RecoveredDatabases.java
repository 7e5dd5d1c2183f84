package io.catwing.recover;

import io.catwing.recover.RecoveryMark.Stage;
import java.util.List;
import java.util.Map;
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

    /** The names of those that were found good and are not switched to, oldest first. */
    public List<DatabaseName> good() {
        return server.all().entrySet().stream()
                .filter(database -> RecoveryMark.parse(database.getValue())
                        .filter(mark ->
                                mark.stage() == Stage.CHECKED && mark.live().equals(server.live()))
                        .isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    public List<Listed> all() {
        return server.all().entrySet().stream()
                .filter(database -> database.getValue().startsWith(OURS))
                .map(database -> new Listed(database.getKey(), server.size(database.getKey()), database.getValue()))
                .toList();
    }
}
