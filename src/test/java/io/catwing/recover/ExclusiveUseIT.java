package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.app.ServerAddresses;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Drops and renames by a role that is no superuser, while others are in the database. */
class ExclusiveUseIT {
    private static final Servers.Database ANY = Servers.emptyDatabase(Map.of("autovacuum_naptime", "1s"));
    private static final DatabaseName SCRATCH = new DatabaseName("held_scratch");
    private static final DatabaseName OTHER = new DatabaseName("held_other");
    private static final DatabaseServer SERVER = new DatabaseServer(
            new ServerAddresses(ANY.url(), "held_owner", "", Map.of()),
            new RecoverSettings("postgres", "0 0 6 ? * SUN", ZoneOffset.UTC, Duration.ofDays(8), 0));

    @BeforeAll
    static void roles_that_are_no_superusers() throws SQLException {
        execute(ANY.url(), "create role held_owner login createdb", "create role held_poor login");
    }

    @Test
    void a_database_in_which_autovacuum_works_is_dropped() throws SQLException {
        SERVER.create(SCRATCH);
        keepAutovacuumAtWork(SCRATCH);

        SERVER.drop(SCRATCH);

        assertThat(SERVER.exists(SCRATCH)).isFalse();
    }

    @Test
    void a_database_in_which_autovacuum_works_is_renamed_and_our_own_sessions_are_ended() throws SQLException {
        SERVER.create(SCRATCH);
        try (Connection own = SERVER.connect(SCRATCH)) {
            keepAutovacuumAtWork(SCRATCH);

            new ExclusiveUse(SERVER).run(List.of(OTHER, SCRATCH), connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("alter database " + SCRATCH.quoted() + " rename to " + OTHER.quoted());
                }
            });

            assertThat(own.isValid(1)).isFalse();
        }
        assertThat(SERVER.exists(OTHER)).isTrue();
        SERVER.drop(OTHER);
    }

    @Test
    void a_session_that_our_role_may_not_end_is_named_and_the_database_stays() throws SQLException {
        SERVER.create(SCRATCH);
        try (Connection foreign =
                        DriverManager.getConnection(url(SCRATCH) + "?ApplicationName=looking", ANY.user(), "");
                Statement statement = foreign.createStatement();
                ResultSet pid = statement.executeQuery("select pg_backend_pid()")) {
            pid.next();
            String fact = SCRATCH + " is in use: session " + pid.getInt(1) + " of user postgres (looking) in " + SCRATCH
                    + "\nHINT: end these sessions, or let the user of catwing end them (grant pg_signal_backend; a"
                    + " superuser's only a superuser ends), then run the same command again";

            assertThat(SERVER.tryToDrop(SCRATCH)).hasValue(SCRATCH + " is still there: " + fact);
            assertThat(foreign.isValid(1)).isTrue();
        }
        SERVER.drop(SCRATCH);
        assertThat(SERVER.exists(SCRATCH)).isFalse();
    }

    @Test
    void rights_that_a_recovery_would_lack_are_named_before_it_begins() {
        // ANY is named postgres.
        RecoverSettings settings =
                new RecoverSettings("template1", "0 0 6 ? * SUN", ZoneOffset.UTC, Duration.ofDays(8), 0);
        DatabaseServer poor = new DatabaseServer(new ServerAddresses(ANY.url(), "held_poor", "", Map.of()), settings);
        DatabaseServer other = new DatabaseServer(new ServerAddresses(ANY.url(), "held_owner", "", Map.of()), settings);

        assertThat(new Rights(poor).lacking())
                .containsExactly(
                        "CATWING_DB_USER may not make databases, and every recovery and drill makes one\n"
                                + "HINT: let a superuser run: alter role … createdb",
                        "CATWING_DB_USER does not own the database " + poor.live()
                                + ", so it could not be switched away\n"
                                + "HINT: make it a member of the owner's role, or leave --switch out");
        assertThatThrownBy(() -> new Rights(poor).check(false)).hasMessageStartingWith("CATWING_DB_USER may not make");
        assertThatThrownBy(() -> new Rights(other).check(true)).hasMessageStartingWith("CATWING_DB_USER does not own");
    }

    @Test
    void a_live_database_that_others_are_renamed_from_is_named_before_hours_are_spent() {
        DatabaseServer beside = new DatabaseServer(
                new ServerAddresses(url(new DatabaseName("postgres")), ANY.user(), "", Map.of()),
                new RecoverSettings("postgres", "0 0 6 ? * SUN", ZoneOffset.UTC, Duration.ofDays(8), 0));
        String problem = "databases are made and renamed from postgres, which is the live database and could not be"
                + " switched away\nHINT: set CATWING_RECOVER_MAINTENANCE_DATABASE to another one, such as template1";

        assertThat(new Rights(beside).lacking()).containsExactly(problem);
        assertThatThrownBy(() -> new Rights(beside).check(true)).hasMessage(problem);
        assertThatCode(() -> new Rights(beside).check(false)).doesNotThrowAnyException();
    }

    /** One worker with so much to do and so long pauses that it is there until it is told to go. */
    private static void keepAutovacuumAtWork(DatabaseName database) throws SQLException {
        execute(
                url(database),
                "create table dead (id int, filler text) with (autovacuum_vacuum_threshold = 1,"
                        + " autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,"
                        + " autovacuum_vacuum_cost_limit = 1)",
                "insert into dead select i, repeat('x', 500) from generate_series(1, 20000) as i",
                "delete from dead");
        Awaitility.await().atMost(Duration.ofMinutes(30)).until(() -> {
            try (Connection connection = DriverManager.getConnection(ANY.url(), ANY.user(), "");
                    Statement statement = connection.createStatement();
                    ResultSet worker = statement.executeQuery("select 1 from pg_stat_activity where datname = '"
                            + database + "' and backend_type = 'autovacuum worker'")) {
                return worker.next();
            }
        });
    }

    private static String url(DatabaseName database) {
        return ANY.url().replaceFirst("[^/]+$", database.value());
    }

    private static void execute(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, ANY.user(), "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
