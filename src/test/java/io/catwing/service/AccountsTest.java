package io.catwing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.AbortingFailure;
import io.catwing.support.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    @ParameterizedTest
    @ValueSource(strings = {"CATWING_OPERATOR_PASSWORD", "CATWING_VIEWER_PASSWORD"})
    void a_password_that_is_too_long_for_its_hash_refuses_the_start_with_what_to_do(String variable) {
        MockEnvironment environment = new MockEnvironment().withProperty(variable, "ä".repeat(37));

        assertThatThrownBy(() -> new Accounts(environment, home, OFF))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage(variable + " has 74 bytes\nHINT: set it to 72 bytes or fewer");
        environment.setProperty(variable, "ä".repeat(36));
        assertThat(new Accounts(environment, home, OFF)).isNotNull();
    }

    /** Without the move at the end, each of these could be what a kill or a full disk left. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "{bcrypt}", "{bcr", "$2a$10$hash-without-its-kind"})
    void a_kept_password_that_is_none_refuses_the_start_with_what_to_do(String left) throws IOException {
        Path file = Files.writeString(home.resolve("operator.password"), left);

        assertThatThrownBy(this::start)
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("the file " + file + " holds no hash of a password\nHINT: delete it: the next start makes"
                        + " another password and shows it; or set CATWING_OPERATOR_PASSWORD");
    }

    @Test
    void a_password_that_cannot_be_kept_is_not_shown_and_leaves_nothing() throws IOException {
        Accounts first = start();
        Accounts second = start();
        String shown = first.madePassword().orElseThrow();

        assertThatThrownBy(second::madePassword)
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith(
                        "the operator's password cannot be kept in " + home.resolve("operator.password") + ": ");

        assertThat(home.toFile().list()).containsExactly("operator.password");
        assertThat(Files.getPosixFilePermissions(home.resolve("operator.password")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder()
                        .matches(shown, start().loadUserByUsername("operator").getPassword()))
                .isTrue();
    }

    /** The process may write no byte to a file; an empty one it can make. */
    @Test
    void on_a_full_disk_the_start_fails_and_leaves_no_empty_file_by_which_nobody_could_ever_sign_in() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Child first = Child.run(
                List.of(
                        "bash",
                        "-c",
                        "ulimit -f 0; exec \"$@\"",
                        "-",
                        java,
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstStart.class.getName(),
                        home.toString()),
                Map.of(),
                home.getParent());

        assertThat(first.await()).isEqualTo(FirstStart.NOT_KEPT);
        assertThat(home).isEmptyDirectory();
        assertThat(start().madePassword()).as("the next start, with room").isPresent();
    }

    static final class FirstStart {
        static final int NOT_KEPT = 7;

        private FirstStart() {}

        public static void main(String[] arguments) {
            try {
                new Accounts(new MockEnvironment(), Path.of(arguments[0]), OFF).madePassword();
            } catch (AbortingFailure notKept) {
                System.exit(notKept.getMessage().contains(" cannot be kept in ") ? NOT_KEPT : 1);
            }
        }
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
