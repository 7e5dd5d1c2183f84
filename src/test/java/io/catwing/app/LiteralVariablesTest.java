package io.catwing.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.S3Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

class LiteralVariablesTest {

    /** What the application has of the ways in which Spring hands out a setting. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({DatabaseSettings.class, S3Settings.class})
    static class Ways {
        record Home(Path folder) {}

        @Bean
        Home home(@Value("${catwing.home}") Path folder) {
            return new Home(folder);
        }
    }

    static Stream<String> passwords() {
        return Stream.of(
                "plain",
                "x${y}z",
                "pa${HOME}ss",
                "a${b:c}d",
                "a${b:-c}d",
                "half${open",
                "${{}",
                "${a{b}",
                "${a${b}}",
                "back\\${slash}",
                "back\\\\${slash}",
                "#{1 + 1}",
                "$",
                "}${",
                "${}",
                "two${a}and\\${b}${c");
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void a_variable_is_the_same_in_whichever_way_it_is_read(String password) {
        try (ConfigurableApplicationContext context = start(Map.of(
                "CATWING_DB_PASSWORD",
                password,
                "CATWING_S3_ACCESS_KEY",
                "a",
                "CATWING_S3_SECRET_KEY",
                password,
                "CATWING_HOME",
                "home" + password.replace("#", "")))) {
            assertThat(context.getBean(DatabaseSettings.class).password()).isEqualTo(password);
            assertThat(context.getBean(S3Settings.class).secretKey()).isEqualTo(password);
            assertThat(context.getBean(Ways.Home.class).folder())
                    .isEqualTo(Path.of("home" + password.replace("#", "")));
            assertThat(context.getEnvironment().getProperty("CATWING_DB_PASSWORD"))
                    .isEqualTo(password);
            assertThat(context.getEnvironment().getProperty("catwing.db.password"))
                    .isEqualTo(password);
        }
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void the_password_of_spring_boots_own_variable_is_so_too(String password) {
        try (ConfigurableApplicationContext context = start(Map.of("SPRING_DATASOURCE_PASSWORD", password))) {
            assertThat(context.getBean(DatabaseSettings.class).password()).isEqualTo(password);
        }
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void the_second_pipeline_of_a_recovery_has_the_passwords_of_the_first(String password) {
        ServerAddresses first = new ServerAddresses(
                "jdbc:postgresql://localhost/live", "u", password, Map.of("access-key", "a", "secret-key", password));
        MockEnvironment second = new MockEnvironment();
        second.getPropertySources().addFirst(new MapPropertySource("second", first.propertiesFor("next")));
        Binder binder = Binder.get(second);

        assertThat(binder.bind("catwing.db", DatabaseSettings.class).get().password())
                .isEqualTo(password);
        assertThat(binder.bind("catwing.s3", S3Settings.class).get().secretKey())
                .isEqualTo(password);
    }

    @Test
    void what_is_no_secret_and_not_ours_may_name_other_properties() {
        try (ConfigurableApplicationContext context = start(Map.of(
                "LOGGING_FILE_NAME", "${CATWING_HOME}/log",
                "SERVER_SSL_KEY_STORE", "${CATWING_HOME}/store.p12",
                "CATWING_HOME", "home"))) {
            assertThat(context.getEnvironment().getProperty("logging.file.name"))
                    .isEqualTo("home/log");
            assertThat(context.getEnvironment().getProperty("server.ssl.key-store"))
                    .isEqualTo("home/store.p12");
        }
    }

    private static ConfigurableApplicationContext start(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
        return new SpringApplicationBuilder(Ways.class)
                .web(WebApplicationType.NONE)
                .environment(environment)
                .logStartupInfo(false)
                .run();
    }
}
