package io.catwing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.catwing.failure.AbortingFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CliConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class CamelCliTest {
    @TempDir
    Path home;

    private final String before = System.getProperty("user.home");

    @BeforeEach
    void useFolder() {
        System.setProperty("user.home", home.toString());
    }

    @AfterEach
    void useHomeAgain() {
        System.setProperty("user.home", before);
        // Otherwise it may write into the folder while that is deleted.
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("CliConnector")));
    }

    private static DefaultCamelContext camel(CamelCli cli) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext(false);
        camel.getRegistry().bind("cli", cli);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a").routeId("a").log("a");
            }
        });
        camel.start();
        return camel;
    }

    private Path file(String name) {
        return home.resolve(".camel").resolve(ProcessHandle.current().pid() + name);
    }

    @Test
    void a_service_that_was_told_so_does_what_the_camel_cli_of_the_same_user_asks() throws Exception {
        Files.createDirectory(home.resolve(".camel"));
        Files.setPosixFilePermissions(home.resolve(".camel"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(file("-action.json"), "{\"action\":\"route\",\"id\":\"a\",\"command\":\"stop\"}");
        try (DefaultCamelContext camel = camel(new CamelCli.SwitchedOn().camelCli())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(".camel"))))
                    .isEqualTo("rwx------");
            await().until(() -> Files.readString(file("-status.json")).contains("\"routeId\":\"a\""));
            assertThat(camel.getRouteController().getRouteStatus("a"))
                    .as("what somebody left there before is not done")
                    .isEqualTo(ServiceStatus.Started);

            Files.writeString(file("-action.json"), "{\"action\":\"route\",\"id\":\"a\",\"command\":\"stop\"}");

            await().until(() -> camel.getRouteController().getRouteStatus("a") == ServiceStatus.Stopped);
        }
    }

    @Test
    void it_is_off_without_the_switch_and_in_commands() throws Exception {
        new WebApplicationContextRunner()
                .withUserConfiguration(CamelCli.SwitchedOn.class)
                .run(service -> assertThat(service).doesNotHaveBean(CamelCli.class));
        new WebApplicationContextRunner()
                .withUserConfiguration(CamelCli.SwitchedOn.class)
                .withPropertyValues("catwing.cli-connector=")
                .run(service ->
                        assertThat(service).as("as an empty variable says it").doesNotHaveBean(CamelCli.class));
        new ApplicationContextRunner()
                .withUserConfiguration(CamelCli.SwitchedOn.class)
                .withPropertyValues("catwing.cli-connector=true")
                .run(command -> assertThat(command).doesNotHaveBean(CamelCli.class));
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            assertThat(camel.hasService(CliConnector.class)).isNull();
        }
        assertThat(home.resolve(".camel")).doesNotExist();
    }

    @Test
    void the_switch_is_catwing_cli_connector() {
        new WebApplicationContextRunner()
                .withUserConfiguration(CamelCli.SwitchedOn.class)
                .withPropertyValues("catwing.cli-connector=true")
                .run(service ->
                        assertThat(service.getBean(CamelCli.class).isEnabled()).isTrue());
    }

    @Test
    void a_folder_that_is_not_there_to_be_closed_refuses_the_start() {
        System.setProperty("user.home", home.resolve("missing").toString());

        CamelCli cli = new CamelCli.SwitchedOn().camelCli();

        assertThatThrownBy(cli::createConnector)
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith("CATWING_CLI_CONNECTOR is true, and " + home
                        + "/missing/.camel cannot be closed to other users: ")
                .hasMessageContaining("\nHINT: take CATWING_CLI_CONNECTOR away");
    }
}
