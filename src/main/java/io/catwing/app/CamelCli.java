package io.catwing.app;

import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.cli.connector.DefaultCliConnectorFactory;
import org.apache.camel.cli.connector.LocalCliConnector;
import org.apache.camel.spi.CliConnector;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The Camel CLI ({@code camel get}, {@code camel stop}) at a service whose {@code catwing.cli-connector} is true, by files in
 * {@code ~/.camel}. The library's own factory would have it on in every context of every command; Camel finds this class
 * in its place, by a file of the same name in {@code META-INF/services}.
 */
public final class CamelCli extends DefaultCliConnectorFactory {

    /** Off, as Camel makes it where there is no bean. */
    public CamelCli() {
        setEnabled(false);
    }

    /** Camel uses a bean whether it is enabled or not. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication
    @ConditionalOnProperty(name = "catwing.cli-connector", havingValue = "true")
    static class SwitchedOn {
        @Bean
        CamelCli camelCli() {
            CamelCli cli = new CamelCli();
            cli.setEnabled(true);
            cli.setRuntime("Spring Boot");
            cli.setRuntimeVersion(SpringBootVersion.getVersion());
            return cli;
        }
    }

    @Override
    public CliConnector createConnector() {
        closeFolder(Path.of(System.getProperty("user.home"), ".camel"));
        return new LocalCliConnector(this) {
            @Override
            public void sigterm() {
                // As by SIGTERM: it waits for what Camel waits for, this connector included.
                new Thread(() -> Runtime.getRuntime().exit(0), "camel-stop").start();
            }
        };
    }

    /** Whoever may write there loads routes of their own: files of the same name do as their writers say. */
    private static void closeFolder(Path folder) {
        try {
            if (Files.exists(folder)
                    && !Files.getAttribute(folder, "unix:uid")
                            .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
                throw new AbortingFailure(
                        "CATWING_CLI_CONNECTOR is true, and " + folder + " is another user's",
                        "take CATWING_CLI_CONNECTOR away, or run the service with a home folder of its own");
            }
            HomeFolder.closed(folder);
            // Of a process that had this number before, or of somebody for whom the folder was open.
            Files.deleteIfExists(folder.resolve(ProcessHandle.current().pid() + "-action.json"));
        } catch (IOException e) {
            throw new AbortingFailure(
                    "CATWING_CLI_CONNECTOR is true, and " + folder + " cannot be closed to other users: " + e,
                    "take CATWING_CLI_CONNECTOR away, or give the service's user a home folder that it may write",
                    e);
        }
    }
}
