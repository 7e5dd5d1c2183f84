package io.catwing;

import io.catwing.cli.CatwingCommand;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The pipeline: routes and beans, and the command line that drives them. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Application {
    public static void main(String[] args) {
        System.exit(CatwingCommand.commandLine().execute(args));
    }
}
