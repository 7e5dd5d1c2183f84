package io.catwing.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.ml.parquet.ParquetTableReader;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An export's memory does not grow with its rows: many of them through a process with a small heap, from the packaged
 * command line on. {@code -Dcatwing.export.pairs} and {@code -Dcatwing.export.heap} say how many and how small.
 */
class ExportMemoryIT {
    private static final Logger LOG = LoggerFactory.getLogger(ExportMemoryIT.class);
    private static final int PAIRS = Integer.getInteger("catwing.export.pairs", 5_000);
    private static final int DAYS = 400;
    private static final String HEAP = System.getProperty("catwing.export.heap", "160m");

    @TempDir
    Path folder;

    @Test
    void two_million_rows_pass_through_a_small_heap() throws IOException {
        Servers.Bucket bucket = Servers.bucket();
        Servers.Database database = Servers.database();
        JdbcTemplate sql = new JdbcTemplate(database.dataSource());
        new Statistics(sql).newestDay(LocalDate.of(2026, 2, 24));
        sql.update(
                """
                insert into stats.daily_sales
                select 'CW-000200', date '2026-02-24' - n + 1, 'P' || p, 'L1', 2, 0, 0, 2, 5, 0, 0, 5, 1, 1
                from generate_series(1, ?) as p, generate_series(1, ?) as n
                where (n + p) % 40 = 0 or n = ?""",
                PAIRS, DAYS, DAYS);
        Files.createDirectory(folder.resolve("clients"));
        Files.writeString(
                folder.resolve("clients/CW-000200.yaml"),
                """
                client: CW-000200
                name: Many rows
                erp: {url: "http://127.0.0.1:1"}
                entities:
                  products: {snapshot: true, request: {path: /products}, mapping: {product_id: /id}}
                """);

        Child export = Child.start(
                Child.program("-Xmx" + HEAP),
                Map.of(
                        "CATWING_HOME", folder.resolve("home").toString(),
                        "CATWING_CLIENTS", folder.resolve("clients").toString(),
                        "CATWING_DB_URL", database.url(),
                        "CATWING_DB_USER", database.user(),
                        "CATWING_S3_ENDPOINT", bucket.endpoint(),
                        "CATWING_S3_ACCESS_KEY", bucket.accessKey(),
                        "CATWING_S3_SECRET_KEY", bucket.secretKey(),
                        "CATWING_S3_BUCKET", bucket.name()),
                Path.of("."),
                "ml",
                "export",
                "--client",
                "CW-000200",
                "--run-date",
                "2026-02-24",
                "--to",
                folder.resolve("run").toString());
        long peak = export.awaitPeakMemory();

        assertThat(export.await()).as(export.output()).isZero();
        Path features = folder.resolve("run/features.parquet");
        try (ParquetTableReader rows =
                new ParquetTableReader(features, "features.parquet", ModelTables.FEATURES.subList(0, 3))) {
            while (rows.next()) {
                assertThat(rows.isNull(0)).isFalse();
            }
            assertThat(rows.row()).isEqualTo((long) PAIRS * DAYS);
        }
        LOG.info(
                "{} rows, {} bytes, -Xmx{}: at most {} MB resident",
                (long) PAIRS * DAYS,
                Files.size(features),
                HEAP,
                peak >> 20);
    }
}
