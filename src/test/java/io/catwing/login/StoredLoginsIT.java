package io.catwing.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.client.ClientId;
import io.catwing.failure.RetryableFailure;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoredLoginsIT {
    private static final ClientId ONE = new ClientId("CW-000201");
    private static final ClientId ANOTHER = new ClientId("CW-000202");
    private static final String PARTY = StoredLogins.party("https://erp.example.com/token", "our-id");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Servers.Database database = Servers.database();
    private final StoredLogins stored = logins();

    private StoredLogins logins() {
        return new StoredLogins(
                database.dataSource(),
                database.address(),
                new TokenKeys("a key of the tests that is long enough to be one"));
    }

    private StoredLogin begin(ClientId client) {
        stored.begin(client, PARTY, "refresh-of-" + client, "access", Instant.EPOCH);
        return stored.read(client, PARTY).orElseThrow();
    }

    @Test
    void a_login_is_held_once_in_this_process_and_elsewhere_and_others_meanwhile() {
        begin(ONE);
        begin(ANOTHER);
        try (HeldLogin one = stored.hold(ONE, PARTY, PATIENCE);
                HeldLogin another = stored.hold(ANOTHER, PARTY, PATIENCE)) {
            for (StoredLogins any : new StoredLogins[] {stored, logins()}) {
                assertThatThrownBy(() -> any.hold(ONE, PARTY, Duration.ZERO))
                        .isInstanceOf(RetryableFailure.class)
                        .hasMessageStartingWith("another process has been logging in to the ERP of CW-000201");
            }
            assertThat(one.read().orElseThrow().refresh()).isEqualTo("refresh-of-CW-000201");
            assertThat(another.read().orElseThrow().refresh()).isEqualTo("refresh-of-CW-000202");
        }
        for (StoredLogins any : new StoredLogins[] {stored, logins()}) {
            any.hold(ONE, PARTY, Duration.ZERO).close();
        }
    }

    @Test
    void a_lock_that_ends_with_its_session_sends_no_token_and_the_next_login_is_held_by_a_new_session()
            throws Exception {
        StoredLogin tried = begin(ONE);
        begin(ANOTHER);
        try (HeldLogin lost = stored.hold(ONE, PARTY, PATIENCE)) {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("select pg_terminate_backend(pid, 60000) from pg_locks where locktype = 'advisory'"
                        + " and database = (select oid from pg_database where datname = current_database())");
            }
            try (HeldLogin held = stored.hold(ANOTHER, PARTY, PATIENCE)) {
                assertThat(held.read()).isPresent();
                assertThatThrownBy(() -> lost.tries(tried)).isInstanceOf(RetryableFailure.class);
                assertThat(lost.store(tried, "came", "access", Instant.EPOCH).refresh())
                        .as("what came after all is stored")
                        .isEqualTo("came");
            }
        }
        try (HeldLogin again = stored.hold(ONE, PARTY, PATIENCE)) {
            assertThat(again.read().orElseThrow().refresh()).isEqualTo("came");
        }
    }
}
