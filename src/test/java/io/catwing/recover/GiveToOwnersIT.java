package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.app.ServerAddresses;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What a recovery as another role than the one that loads leaves to whom. */
class GiveToOwnersIT {
    private static final Servers.Database LIVE = Servers.database();
    private static final DatabaseName MADE = new DatabaseName("given");

    @BeforeAll
    static void the_live_one_belongs_to_a_role_that_loads() {
        superuser("create role \"The.Loader\"");
        superuser("alter database " + LIVE.url().replaceAll(".*/", "") + " owner to \"The.Loader\"");
        superuser("alter table ops.ledger owner to \"The.Loader\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"given_recover", "CatWing_Recover", "jane.doe", "sa@project.iam"})
    void all_is_given_whatever_the_name_of_the_role_that_recovers(String recovering) throws SQLException {
        superuser("create role \"" + recovering + "\" login createdb in role \"The.Loader\"");
        DatabaseServer server = as(recovering, LIVE);
        server.create(MADE);
        try (Connection connection = server.connect(MADE);
                Statement statement = connection.createStatement()) {
            statement.execute("create schema own create table notes (id int)");
        }

        new GiveToOwners(server).give(server.live(), MADE);

        assertThat(server.owner(MADE)).isEqualTo("\"The.Loader\"");
        try (Connection connection = server.connect(MADE)) {
            assertThat(new JdbcTemplate(new SingleConnectionDataSource(connection, true))
                            .queryForList(
                                    "select pg_get_userbyid(relowner) from pg_class where oid = 'own.notes'::regclass"
                                            + " union all select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'own'",
                                    String.class))
                    .containsExactly("The.Loader", "The.Loader");
        }
        server.drop(MADE);
    }

    /** It owns the database, which is not enough. */
    @Test
    void a_role_that_could_not_give_the_tables_away_is_told_before_the_recovery_begins() {
        superuser("create role given_owner");
        superuser("create role given_short login createdb in role given_owner");
        Servers.Database live = Servers.database();
        superuser("alter database " + live.url().replaceAll(".*/", "") + " owner to given_owner");
        new JdbcTemplate(live.dataSource()).execute("alter table ops.ledger owner to \"The.Loader\"");
        Rights rights = new Rights(as("given_short", live));
        String lacking = "CATWING_DB_USER may not give tables to \"The.Loader\", who owns those of "
                + as("given_short", live).live()
                + ", so nothing could be switched to\nHINT: make it a member of this role"
                + " (from PostgreSQL 16 on with set true), or leave --switch out";

        assertThat(rights.lacking()).containsExactly(lacking);
        assertThatThrownBy(() -> rights.check(true)).hasMessage(lacking);
        assertThatCode(() -> rights.check(false)).doesNotThrowAnyException();

        superuser("grant \"The.Loader\" to given_short");
        assertThat(rights.lacking()).isEmpty();
        assertThatCode(() -> rights.check(true)).doesNotThrowAnyException();
    }

    private static DatabaseServer as(String role, Servers.Database live) {
        return new DatabaseServer(
                new ServerAddresses(live.url(), role, "", Map.of()),
                new RecoverSettings("postgres", "0 0 6 ? * SUN", ZoneOffset.UTC, Duration.ofDays(8), 0));
    }

    private static void superuser(String sql) {
        new JdbcTemplate(LIVE.dataSource()).execute(sql);
    }
}
