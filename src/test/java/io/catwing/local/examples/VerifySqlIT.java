package io.catwing.local.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Servers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** {@code examples/verify.sql} knows the tables and columns that it compares; the tutorial runs it on its whole data. */
class VerifySqlIT {
    @Test
    void an_empty_database_differs_from_the_data_of_the_erps() throws Exception {
        Servers.Database empty = Servers.database();
        ProcessBuilder builder = new ProcessBuilder(
                        "psql",
                        "-X",
                        "-f",
                        "examples/verify.sql",
                        "-d",
                        empty.url().replace("jdbc:", ""))
                .redirectErrorStream(true);
        builder.environment().put("PGUSER", empty.user());
        Process psql = builder.start();
        String said = new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(psql.waitFor()).as(said).isEqualTo(3);
        // Nothing was rejected, and that is the one figure which an empty database has right.
        assertThat(said)
                .startsWith("3991 figures, 3990 different\n")
                .contains("the database does not say what the data of the ERPs say");
    }
}
