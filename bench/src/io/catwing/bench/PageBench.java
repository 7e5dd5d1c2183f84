package io.catwing.bench;

import io.catwing.Application;
import io.catwing.client.AskedErps;
import io.catwing.job.Progress;
import io.catwing.support.Servers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;

/** Opens pages of a service whose ledger has a file for each of ten entities, each client and each day of some years. */
public final class PageBench {
    private static final String TOKEN = "token-of-the-viewer";
    private static final int TIMES = 9;

    private PageBench() {}

    public static void main(String[] args) throws Exception {
        int clients = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        int years = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Servers.Database database = Servers.database();
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        jdbc.update(FILL, years * 365, clients);
        // The newest gap there can be: everything before it has to be read.
        jdbc.update("delete from ops.ledger where client_id = 'CW-000300' and source_date = current_date - 2");
        jdbc.execute("vacuum analyze ops.ledger");
        System.out.println(clients + " clients, " + years + " years: "
                + jdbc.queryForObject("select count(*) from ops.ledger", Long.class) + " files");
        try (ConfigurableApplicationContext service = service(database, clientFiles(clients))) {
            String url = "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port");
            for (String page : List.of("/", "/lake", "/lake?page=9&to=2024-03-31", "/lake/CW-000300", "/backfill")) {
                System.out.printf("%-28s %s%n", page, open(url + page));
            }
        }
        System.exit(0);
    }

    private static final String FILL =
            """
            insert into ops.ledger (raw_key, client_id, entity, source_date, etag, sha256, mapping_version, rows_loaded, rows_rejected, run_id)
            select 'raw-data/' || c || '/' || d || '/' || e || '.json', c, e, d, 'e', 's', 'm', 100, 0, 'r'
            from (select current_date - n as d from generate_series(1, ?) as n) as days,
                 (select 'CW-' || lpad(n::text, 6, '0') as c from generate_series(1, ?) as n) as clients,
                 unnest(array['products', 'suppliers', 'locations', 'pricing_lists', 'inventory', 'sales_orders',
                     'purchase_orders', 'receiving_orders', 'store_orders', 'transfer_orders']) as e
            """;

    private static Path clientFiles(int clients) throws IOException {
        Path folder = Files.createTempDirectory("catwing-page-bench");
        String file = Files.readString(Path.of("clients/CW-000200.yaml"));
        for (int client = 1; client <= clients; client++) {
            String id = "CW-%06d".formatted(client);
            Files.writeString(
                    folder.resolve(id + ".yaml"),
                    file.replace("CW-000200", id).replace("CW_000200", id.replace('-', '_')));
        }
        return folder;
    }

    private static ConfigurableApplicationContext service(Servers.Database database, Path clients) throws IOException {
        Servers.Bucket bucket = Servers.bucket();
        Map<String, Object> settings = new HashMap<>(Map.of(
                "catwing.home",
                        Files.createTempDirectory("catwing-page-bench-home").toString(),
                "catwing.clients", clients.toString(),
                "catwing.db.url", database.url(),
                "catwing.db.user", database.user(),
                "catwing.s3.endpoint", bucket.endpoint(),
                "catwing.s3.access-key", bucket.accessKey(),
                "catwing.s3.secret-key", bucket.secretKey(),
                "catwing.s3.bucket", bucket.name()));
        settings.putAll(Map.of(
                "server.port",
                "0",
                "spring.main.web-application-type",
                "servlet",
                // Pages call no ERP.
                AskedErps.PROPERTY,
                "none",
                "CATWING_OPERATOR_PASSWORD",
                "password-of-the-operator",
                "CATWING_VIEWER_TOKEN",
                TOKEN));
        // Before application.yaml, which starts no server.
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("bench", settings));
        return new SpringApplicationBuilder(Application.class)
                .environment(environment)
                .initializers(context -> context.getBeanFactory().registerSingleton("progress", Progress.NONE))
                .run();
    }

    private static String open(String url) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        long[] millis = new long[TIMES];
        int bytes = 0;
        for (int time = 0; time < TIMES; time++) {
            long from = System.nanoTime();
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("Authorization", "Bearer " + TOKEN)
                            .header("Accept", "text/html")
                            .build(),
                    BodyHandlers.ofString());
            millis[time] = (System.nanoTime() - from) / 1_000_000;
            bytes = answer.body().length();
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(url + " answered " + answer.statusCode() + ": " + answer.body());
            }
        }
        long first = millis[0];
        Arrays.sort(millis);
        return "first " + first + " ms, median " + millis[TIMES / 2] + " ms, " + bytes / 1024 + " kB";
    }
}
