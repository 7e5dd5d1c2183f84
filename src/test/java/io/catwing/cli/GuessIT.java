package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Child;
import io.catwing.support.FakeServer;
import io.catwing.support.FakeServer.Response;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The command as a process, whose draft lies in a folder of temporary files that others may write to. */
class GuessIT {
    private final Servers.Database database = Servers.database();
    private final FakeServer erp = new FakeServer(request -> Response.json("[{\"sku\": \"A\", \"title\": \"Ale\"}]"));

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        erp.close();
    }

    @Test
    void the_users_own_sql_and_workbooks_count_and_not_what_lies_among_temporary_files() throws IOException {
        Path temporary = folder.resolve("tmp");
        migration(temporary, "planted");
        write(temporary.resolve("workbooks/planted.yaml"), "nonsense");
        migration(folder, "own");
        write(
                folder.resolve("clients/CW-000200.yaml"),
                """
                client: CW-000200
                name: Test
                erp:
                  url: %s
                  auth: {type: none}
                """
                        .formatted(erp.url()));
        Map<String, String> environment = new HashMap<>(Servers.environment(database, Servers.bucket()));
        environment.put("CATWING_HOME", folder.resolve("home").toString());
        environment.put("CATWING_CLIENTS", folder.resolve("clients").toString());

        Child guess = Child.start(
                Child.program("-Xmx256m", "-Djava.io.tmpdir=" + temporary),
                environment,
                Path.of("").toAbsolutePath(),
                "guess",
                "CW-000200",
                "products",
                "--path",
                "/products");

        assertThat(guess.await()).as(guess.output()).isZero();
        assertThat(guess.output()).contains("product_id: /sku");
        List<String> made = JdbcClient.create(database.dataSource())
                .sql("select relname from pg_class where relname in ('planted', 'own')")
                .query(String.class)
                .list();
        assertThat(made).containsExactly("own");
    }

    private static void migration(Path beside, String table) throws IOException {
        write(
                beside.resolve("sql/migration/V001__" + table + ".sql"),
                "create table general." + table + " (client_id text not null);\n");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
