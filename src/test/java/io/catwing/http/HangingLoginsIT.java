package io.catwing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.catwing.client.Auth;
import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.login.StoredLogins;
import io.catwing.login.TokenKeys;
import io.catwing.support.FakeServer;
import io.catwing.support.FakeServer.Response;
import io.catwing.support.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients of one token endpoint that does not answer. */
class HangingLoginsIT {
    private static final int CLIENTS = 5;
    private static final int POOL = 2;

    private final CountDownLatch asked = new CountDownLatch(CLIENTS);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final Servers.Database database = Servers.database();

    @TempDir
    private Path folder;

    private Response hang(FakeServer.Request request) {
        asked.countDown();
        try {
            assertThat(answers.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return Response.json("{\"access_token\":\"new\",\"refresh_token\":\"next\",\"expires_in\":3600}");
    }

    private List<Client> clients(String url) throws Exception {
        for (int i = 1; i <= CLIENTS; i++) {
            Files.writeString(
                    folder.resolve("CW-00020" + i + ".yaml"),
                    """
                    client: CW-00020%1$d
                    name: Test
                    erp:
                      url: ${CW_00020%1$d_URL}
                      auth:
                        type: oauth2
                        grant: refresh_token
                        token_url: ${CW_00020%1$d_URL}/token
                        client_id: ${CW_00020%1$d_ID}
                        authorize: {url: "${CW_00020%1$d_URL}/authorize"}
                    entities:
                      products: {snapshot: true, request: {path: /products}, mapping: {product_id: /id}}
                    """
                            .formatted(i));
        }
        return ClientFiles.read(folder, variable -> variable.endsWith("URL") ? url : "our-id")
                .clients();
    }

    private HikariDataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(database.dataSource());
        pool.setMaximumPoolSize(POOL);
        return pool;
    }

    @Test
    void clients_at_a_token_endpoint_that_never_answers_leave_the_pool_to_the_others() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<AutoCloseable> closing = new ArrayList<>();
        try (FakeServer erp = new FakeServer(this::hang);
                HikariDataSource pool = pool()) {
            StoredLogins stored = new StoredLogins(
                    pool, database.address(), new TokenKeys("a key of the tests that is long enough to be one"));
            List<Future<Login>> logins = new ArrayList<>();
            for (Client client : clients(erp.url())) {
                Auth.OAuth2 oauth2 = (Auth.OAuth2) client.erp().auth();
                stored.begin(client.id(), RefreshedLogin.party(oauth2), "refresh", "old", Instant.EPOCH);
                Logins ofClient = new Logins(client, stored);
                closing.add(ofClient);
                LoginSource source = ofClient.oauth2(oauth2);
                logins.add(threads.submit(() -> source.logIn(null)));
            }
            assertThat(asked.await(1, TimeUnit.MINUTES)).as("all hang at once").isTrue();
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
            assertThat(sessions()).as("beside the pool").isEqualTo(1);

            answers.countDown();
            for (Future<Login> login : logins) {
                assertThat(login.get(1, TimeUnit.MINUTES).value()).isEqualTo("Bearer new");
            }
            assertThat(sessions()).as("beside the pool, after the last").isZero();
        } finally {
            answers.countDown();
            threads.shutdownNow();
            for (AutoCloseable one : closing) {
                one.close();
            }
        }
    }

    /** That hold or held logins, by the name that sessions of this process have. */
    private long sessions() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where datname = current_database() and application_name like 'catwing%'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
