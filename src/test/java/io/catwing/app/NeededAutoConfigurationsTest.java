package io.catwing.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.mock.env.MockEnvironment;

class NeededAutoConfigurationsTest {
    private static final String[] CLASSES = {
        "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
        "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
        "org.springframework.boot.autoconfigure.security.oauth2.client.servlet.OAuth2ClientAutoConfiguration",
        null
    };

    private static boolean[] kept(String type) {
        NeededAutoConfigurations filter = new NeededAutoConfigurations();
        filter.setEnvironment(new MockEnvironment().withProperty("spring.main.web-application-type", type));
        return filter.match(CLASSES, null);
    }

    @Test
    void a_command_has_nothing_of_a_service_and_a_service_has_what_it_uses() {
        assertThat(kept("none")).containsExactly(true, false, false, true);
        assertThat(kept("servlet")).containsExactly(true, true, false, true);
    }

    @Test
    void what_passes_settings_to_camel_is_there_where_there_are_any() {
        NeededAutoConfigurations filter = new NeededAutoConfigurations();
        filter.setEnvironment(new MockEnvironment()
                .withProperty("camel.component.sql-stored.lazy-start-producer", "true")
                .withProperty("camel.vault.aws.region", "eu-central-1"));
        String[] names = {
            "org.apache.camel.component.sql.stored.springboot.SqlStoredComponentAutoConfiguration",
            "org.apache.camel.component.sql.stored.springboot.SqlStoredComponentConverter",
            "org.apache.camel.spring.boot.vault.AwsVaultAutoConfiguration",
            "org.apache.camel.component.sql.springboot.SqlComponentAutoConfiguration",
            "org.apache.camel.language.csimple.springboot.CSimpleLanguageAutoConfiguration",
            "org.apache.camel.spring.boot.trace.CamelTraceAutoConfiguration",
            "org.apache.camel.spring.boot.CamelAutoConfiguration"
        };
        assertThat(filter.match(names, null)).containsExactly(true, true, true, false, false, false, true);
    }

    @Test
    void settings_of_the_process_environment_count_too() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("CAMEL_COMPONENT_HTTP_CONNECTTIMEOUT", "5000")));
        ConfigurationPropertySources.attach(environment);
        NeededAutoConfigurations filter = new NeededAutoConfigurations();
        filter.setEnvironment(environment);
        String[] names = {
            "org.apache.camel.component.http.springboot.HttpComponentAutoConfiguration",
            "org.apache.camel.component.log.springboot.LogComponentAutoConfiguration"
        };
        assertThat(filter.match(names, null)).containsExactly(true, false);
    }

    @Test
    void a_command_loads_no_class_of_a_service_to_find_out_that_it_is_there() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation(getClass().getClassLoader())
                        .load(AutoConfigurationImportFilter.class))
                .as("the filters after it are not asked for what it leaves out")
                .first()
                .isInstanceOf(NeededAutoConfigurations.class);
    }
}
