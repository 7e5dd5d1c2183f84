package io.catwing.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

class AccountsTest {
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

    private Accounts start() {
        return new Accounts(new MockEnvironment(), home);
    }
}
