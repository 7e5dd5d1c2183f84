package io.catwing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

class AccountsTest {
    private static final OidcSettings OFF =
            new OidcSettings("", "", "", "groups", List.of(), List.of(), List.of("openid"), "", false);

    @TempDir
    Path home;

    @Test
    void a_first_start_that_fails_keeps_no_password_that_nobody_has_seen() {
        start();

        assertThat(home.resolve("operator.password")).doesNotExist();
        assertThat(start().madePassword()).as("the next start shows one").isPresent();
    }

    @Test
    void the_password_that_was_shown_is_the_one_that_signs_in_at_every_later_start() throws IOException {
        String shown = start().madePassword().orElseThrow();

        Accounts later = start();

        assertThat(later.madePassword()).as("it is shown once").isEmpty();
        assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder()
                        .matches(shown, later.loadUserByUsername("operator").getPassword()))
                .isTrue();
        assertThat(Files.readString(home.resolve("operator.password"))).doesNotContain(shown);
    }

    @Test
    void where_people_sign_in_at_a_provider_only_no_password_is_made_and_none_counts() {
        MockEnvironment environment = new MockEnvironment();
        environment.setProperty("CATWING_OPERATOR_PASSWORD", "password-of-the-operator");
        OidcSettings only = new OidcSettings(
                "https://login.example.com",
                "id",
                "secret-of-the-client",
                "groups",
                List.of("ops"),
                List.of(),
                List.of("openid"),
                "",
                true);

        Accounts accounts = new Accounts(environment, home, only);

        assertThat(accounts.madePassword()).isEmpty();
        assertThatThrownBy(() -> accounts.loadUserByUsername("operator")).isInstanceOf(UsernameNotFoundException.class);
    }

    private Accounts start() {
        return new Accounts(new MockEnvironment(), home, OFF);
    }
}
