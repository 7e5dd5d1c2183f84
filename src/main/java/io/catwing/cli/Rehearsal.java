package io.catwing.cli;

import io.catwing.app.Pipeline;
import java.util.List;
import java.util.Map;

/**
 * The commands that people and timers start most, one after the other in one process. The launcher makes the archive of classes from
 * what the JVM loads meanwhile, so that each of them finds there what it needs. Ends with the code of the load where that fails: there are
 * no servers then.
 */
public final class Rehearsal {
    private static final List<String> COMMANDS =
            List.of("load", "status", "backup --status", "recover list", "digest", "rejects", "check", "routes");

    private Rehearsal() {}

    public static void main(String[] args) {
        for (String command : COMMANDS) {
            String[] words = command.split(" ");
            // There is no service of that home.
            int code = ServiceClient.served(words)
                    .orElseGet(() -> CatwingCommand.commandLine(words).execute(words));
            if (command.equals("load") && code != 0) {
                System.exit(code);
            }
        }
        // A service, which would not end by itself.
        Pipeline service = Start.service(Map.of("server.port", "0"));
        service.close();
        System.exit(0);
    }
}
