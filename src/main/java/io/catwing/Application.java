package io.catwing;

import io.catwing.cli.CatwingCommand;
import io.catwing.cli.ServiceClient;
import java.util.Optional;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The pipeline: routes and beans, and the command line that drives them. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Application {
    public static void main(String[] args) {
        Optional<Integer> served =
                ServiceClient.find(args, System.getenv()).flatMap(service -> service.run(args, System.out, System.err));
        System.exit(served.orElseGet(() -> CatwingCommand.commandLine().execute(args)));
    }
}
