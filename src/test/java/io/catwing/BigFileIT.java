package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawKey;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file much larger than the heap goes through fetch and load. {@code -Dcatwing.big-file.records=2200000
 * -Dcatwing.big-file.heap=256m} makes it 2 GB; the build's own size is a tenth with a heap to match.
 */
class BigFileIT {
    private static final Logger LOG = LoggerFactory.getLogger(BigFileIT.class);
    private static final long RECORDS = Long.getLong("catwing.big-file.records", 220_000);
    private static final String HEAP = System.getProperty("catwing.big-file.heap", "128m");
    private static final LocalDate DAY = LocalDate.of(2026, 1, 5);

    @TempDir
    Path folder;

    @Test
    void a_file_many_times_the_heap_is_fetched_and_loaded() throws Exception {
        Servers.Bucket bucket = Servers.bucket();
        Servers.Database database = Servers.database();
        Files.createDirectory(folder.resolve("clients"));
        Files.writeString(folder.resolve("clients/CW-000200.yaml"), client());

        try (DemoErp erp = DemoErp.start(DemoOptions.of(DAY, 1))) {
            Map<String, String> environment = new HashMap<>(Map.of(
                    "CW_000200_URL", erp.bulkUrl().toString(),
                    "CATWING_HOME", folder.resolve("home").toString(),
                    "CATWING_CLIENTS", folder.resolve("clients").toString(),
                    "CATWING_DB_URL", database.url(),
                    "CATWING_DB_USER", database.user(),
                    "CATWING_S3_ENDPOINT", bucket.endpoint(),
                    "CATWING_S3_ACCESS_KEY", bucket.accessKey(),
                    "CATWING_S3_SECRET_KEY", bucket.secretKey(),
                    "CATWING_S3_BUCKET", bucket.name()));
            environment.put("CATWING_S3_CHUNKED", "true");
            Child fetch = Child.start(
                    Child.program("-Xmx" + HEAP),
                    environment,
                    Path.of("."),
                    "fetch",
                    "--no-load",
                    "--date",
                    DAY.toString());
            long fetchPeak = fetch.awaitPeakMemory();
            assertThat(fetch.await()).as(fetch.output()).isZero();

            Child load = Child.start(Child.program("-Xmx" + HEAP), environment, Path.of("."), "load");
            long loadPeak = load.awaitPeakMemory();
            assertThat(load.await()).as(load.output()).isZero();
            LOG.info(
                    "{} records, -Xmx{}: at most {} MB resident in fetch, {} MB in load",
                    RECORDS,
                    HEAP,
                    fetchPeak >> 20,
                    loadPeak >> 20);
        }

        RawFile file = bucket.rawFiles()
                .find(new RawKey(new ClientId("CW-000200"), DAY, Entity.SALES_ORDERS))
                .orElseThrow();
        assertThat(file.bytes()).isGreaterThan(RECORDS * 700);
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select (select count(*) from general.sales_order),"
                        + " (select count(*) from general.sales_order_line)")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(RECORDS);
            assertThat(rows.getLong(2)).isEqualTo(RECORDS * 10);
        }
    }

    private static String client() throws IOException {
        return """
                client: CW-000200
                name: One answer of any size
                erp:
                  url: ${CW_000200_URL}
                  limits: {body: 8GB}
                  request: {query: {date: "{{date}}", records: "%d"}}
                  paging: {type: none}
                  envelope: {records: /data, total: /meta/total}
                entities:
                  sales_orders:
                    delta: {days: 1}
                    request: {path: /sales_orders}
                    mapping:
                      sales_order_id: /order_no
                      ordered_at: /ordered_at
                      lines:
                        at: /lines
                        line_id: /line
                        product_id: /sku
                        quantity: /qty
                        unit_price: /unit_price
                """
                .formatted(RECORDS);
    }
}
