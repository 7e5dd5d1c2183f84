package io.catwing.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
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
    void a_command_loads_no_class_of_a_service_to_find_out_that_it_is_there() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation(getClass().getClassLoader())
                        .load(AutoConfigurationImportFilter.class))
                .as("the filters after it are not asked for what it leaves out")
                .first()
                .isInstanceOf(NeededAutoConfigurations.class);
    }
}
