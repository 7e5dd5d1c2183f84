package io.catwing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.client.Auth;
import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.ClientId;
import io.catwing.login.StoredLogins;
import io.catwing.login.TokenKeys;
import io.catwing.support.ByteGate;
import io.catwing.support.ByteGate.Meter;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that forgets each refresh token once its successor is used, and processes that exchange them. {@value #KILLS} kills in a
 * build; more by {@code -Dcatwing.kills=200}.
 */
class RefreshTokenIT {
    private static final ClientId CLIENT = new ClientId("CW-000200");
    private static final String KEY = "a key of the tests that is long enough to be one";
    private static final int KILLS = 24;
    private static final int TIMES = 3;
    private static final int KILLED = 128 + 9;

    private final ForgetfulErp erp = new ForgetfulErp();
    private final Servers.Database database = Servers.database();
    private final StoredLogins stored = new StoredLogins(database.dataSource(), database.address(), new TokenKeys(KEY));
    private final List<AutoCloseable> closing = new ArrayList<>(List.of(erp));

    @TempDir
    private Path folder;

    @BeforeEach
    void a_client_that_somebody_logged_in_for() throws IOException {
        Files.writeString(
                folder.resolve("CW-000200.yaml"),
                """
                client: CW-000200
                name: Test
                erp:
                  url: ${CW_000200_URL}
                  auth:
                    type: oauth2
                    grant: refresh_token
                    token_url: ${CW_000200_URL}/token
                    client_id: ${CW_000200_ID}
                    client_secret: ${CW_000200_SECRET}
                    authorize: {url: "${CW_000200_URL}/authorize"}
                entities:
                  products: {snapshot: true, request: {path: /products}, mapping: {product_id: /id}}
                """);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : closing) {
            one.close();
        }
    }

    private static Map<String, String> environment(String url) {
        return Map.of("CW_000200_URL", url, "CW_000200_ID", "our-id", "CW_000200_SECRET", "our-secret");
    }

    private Client client(String url) {
        return ClientFiles.read(folder, environment(url)::get).clients().get(0);
    }

    private LoginSource source(Client client) {
        Logins logins = new Logins(client, stored);
        closing.add(0, logins);
        return logins.oauth2((Auth.OAuth2) client.erp().auth());
    }

    private void begin(String url) {
        stored.begin(
                CLIENT,
                RefreshedLogin.party((Auth.OAuth2) client(url).erp().auth()),
                "refresh-0",
                "access-0",
                Instant.now().plusSeconds(3600));
    }

    private String row(String columns) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select concat_ws(' ', " + columns + ") from ops.login")) {
            return row.next() ? row.getString(1) : "none";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String direct() {
        return "http://localhost:" + erp.port();
    }

    @Test
    void both_tokens_are_stored_encrypted_and_serve_every_process() {
        begin(direct());
        Client client = client(direct());
        LoginSource one = source(client);
        LoginSource another = source(client);

        Login first = one.logIn(null);
        assertThat(first.value()).isEqualTo("Bearer access-0");
        assertThat(another.logIn(null).value()).as("nothing is exchanged").isEqualTo("Bearer access-0");
        Login second = one.logIn(first);
        assertThat(second.value()).startsWith("Bearer access-1");
        assertThat(another.logIn(first).value()).isEqualTo(second.value());
        assertThat(erp.exchanges()).isEqualTo(1);
        assertThat(row("version, tries")).isEqualTo("2 0");
        assertThat(row("encode(refresh_token, 'escape'), encode(access_token, 'escape')"))
                .doesNotContain("refresh-1")
                .doesNotContain("access-1");
    }

    /** The ERP has exchanged it, and knows the former one no more: an answer that is not awaited ends the login. */
    @Test
    void a_stop_lets_an_exchange_end_also_where_requests_carry_further_credentials() throws Exception {
        begin(direct());
        Path file = folder.resolve("CW-000200.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "type: oauth2\n",
                                "type: oauth2\n    headers: {Subscription-Key: \"${CW_000200_SECRET}\"}\n"));
        Client client = client(direct());
        Logins logins = new Logins(client, stored);
        closing.add(0, logins);
        LoginSource source = logins.oauth2((Auth.OAuth2) client.erp().auth().bare());
        Login first = source.logIn(null);

        logins.cut();

        assertThat(source.logIn(first).value()).startsWith("Bearer access-1");
        assertThat(row("version, tries")).isEqualTo("2 0");
    }

    @Test
    void a_login_that_nobody_began_or_that_is_for_another_server_is_told_with_what_to_do() {
        Client client = client(direct());
        assertThatThrownBy(() -> source(client).logIn(null))
                .hasMessage("nobody has logged in to the ERP of CW-000200 yet: there is no refresh token\n"
                        + "HINT: run ./catwing login CW-000200");
        begin("http://other.example.com");
        assertThatThrownBy(() -> source(client).logIn(null))
                .hasMessage("the stored login of CW-000200 is for another token_url or client_id than its file names\n"
                        + "HINT: if the file is right, log in anew by ./catwing login CW-000200");
        assertThat(erp.exchanges()).isZero();
    }

    @Test
    void a_token_that_the_server_has_forgotten_is_told_with_the_try_that_was_never_answered() {
        begin(direct());
        Client client = client(direct());
        Login first = source(client).logIn(null);
        execute("update ops.login set tries = 1, tried_at = '2026-02-24T03:15:00Z'");
        LoginSource source = source(client);
        // Somebody else's exchange, whose answer never came to be stored.
        new TokenEndpoint(new LoginClient(client), (Auth.OAuth2) client.erp().auth())
                .ask(Map.of("refresh_token", "refresh-0"));
        String next = new TokenEndpoint(
                        new LoginClient(client), (Auth.OAuth2) client.erp().auth())
                .ask(Map.of("refresh_token", "refresh-0"))
                .refresh();
        new TokenEndpoint(new LoginClient(client), (Auth.OAuth2) client.erp().auth())
                .ask(Map.of("refresh_token", next));

        assertThatThrownBy(() -> source.logIn(first))
                .hasMessage("the token endpoint at " + direct()
                        + " refused the credentials with status 400 (invalid_grant) for the stored refresh token: it was"
                        + " sent before, at 2026-02-24T03:15:00Z, and the answer never came to be stored: this server"
                        + " forgets a token at once\nHINT: run ./catwing login CW-000200; docs/reference/logins.md says what"
                        + " can be promised");
        assertThatThrownBy(() -> source.logIn(first)).hasMessageContaining("was sent before");
        assertThat(row("tries")).isEqualTo("2");
        assertThat(erp.losses()).as("it is not sent for each file again").hasSize(1);
    }

    private void execute(String sql) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_login_that_is_being_taken_to_another_database_is_not_exchanged() {
        begin(direct());
        Client client = client(direct());
        Login first = source(client).logIn(null);
        execute("update ops.login set held_until = now() + interval '1 hour'");
        assertThatThrownBy(() -> source(client).logIn(first))
                .hasMessage("the login of CW-000200 is being taken to another database\n"
                        + "HINT: wait for the switch to end, then run the same command again");
        assertThat(erp.exchanges()).isZero();
    }

    /** A process between gates of its own, to the same address as every other process sees. */
    private final class Victim {
        final Meter meter = new Meter();
        private final String address;
        private final ByteGate http;
        private final ByteGate postgres;
        private final Path hosts;

        Victim(String address, int port) throws IOException {
            this.address = address;
            http = new ByteGate(address, port, erp.port(), meter);
            postgres = new ByteGate("127.0.0.1", 0, postgresPort(), meter);
            hosts = Files.writeString(folder.resolve("hosts-" + address), address + " erp.test\n");
            closing.add(0, http);
            closing.add(0, postgres);
        }

        int port() {
            return http.port();
        }

        boolean isOurs(int remote) {
            return http.isOurs(remote);
        }

        Child start(int times, int pause, long bytes) {
            Map<String, String> environment = new HashMap<>(environment("http://erp.test:" + http.port()));
            environment.put(
                    "PROCESS_DATABASE",
                    database.url().replaceFirst("//[^/]*/", "//127.0.0.1:" + postgres.port() + "/"));
            environment.put("PROCESS_TOKEN_KEY", KEY);
            // The process cannot get far before the meter knows whom to kill: its first byte needs the whole JVM.
            Child[] child = new Child[1];
            meter.begin(bytes, () -> child[0].process().destroyForcibly());
            child[0] = Child.start(
                    List.of(
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx64m",
                            "-Djdk.net.hosts.file=" + hosts,
                            "-cp",
                            System.getProperty("java.class.path"),
                            RefreshingProcess.class.getName()),
                    environment,
                    // The class path may be relative.
                    Path.of("").toAbsolutePath(),
                    folder.toString(),
                    Integer.toString(times),
                    Integer.toString(pause));
            return child[0];
        }

        @Override
        public String toString() {
            return address;
        }
    }

    private int postgresPort() {
        return Integer.parseInt(database.url().replaceFirst("^.*?//[^:/]*:([0-9]+)/.*$", "$1"));
    }

    @Test
    void no_login_is_lost_whenever_a_process_is_killed_and_however_many_exchange_tokens_at_once() throws Exception {
        int kills = Integer.getInteger("catwing.kills", KILLS);
        Random random = new Random(7);
        Victim victim = new Victim("127.0.0.1", 0);
        begin("http://erp.test:" + victim.port());
        Child first = victim.start(TIMES, 0, Long.MAX_VALUE);
        assertThat(first.await()).as(first.output()).isZero();
        long whole = victim.meter.passed();

        Child other = new Victim("127.0.0.2", victim.port()).start(Integer.MAX_VALUE, 20, Long.MAX_VALUE);
        try {
            int done = 0;
            for (int start = 0; done < kills && start < 3 * kills; start++) {
                boolean amidExchange = start % 2 == 1;
                long offset = random.nextInt(2_500);
                erp.whenAsked(port -> {
                    if (amidExchange && victim.isOurs(port)) {
                        victim.meter.killIn(offset);
                    }
                });
                long after = amidExchange ? Long.MAX_VALUE : (long) (random.nextDouble() * whole);
                Child process = victim.start(TIMES, 0, after);
                int exit = process.await();
                assertThat(exit).as(process.output()).isIn(0, KILLED);
                done += exit == 0 ? 0 : 1;
                assertThat(erp.losses()).isEmpty();
            }
            assertThat(done).isEqualTo(kills);
            assertThat(other.process().isAlive()).as(other.output()).isTrue();
        } finally {
            other.kill();
        }
        erp.whenAsked(port -> {});
        Child last = victim.start(TIMES, 0, Long.MAX_VALUE);
        assertThat(last.await()).as(last.output()).isZero();
        assertThat(erp.losses()).isEmpty();
        System.out.printf(
                "%d kills, %d exchanges, %d of them again, %d requests served%n",
                kills, erp.exchanges(), erp.replays(), erp.served());
    }
}
