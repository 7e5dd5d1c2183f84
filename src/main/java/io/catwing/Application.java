package io.catwing;

import io.catwing.cli.CatwingCommand;
import io.catwing.cli.ServiceClient;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The pipeline: routes and beans, and the command line that drives them. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class Application {
    public static void main(String[] args) {
        System.exit(ServiceClient.served(args)
                .orElseGet(() -> CatwingCommand.commandLine(args).execute(args)));
    }
}
