package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.springframework.core.env.Environment;

/** A service with the demo's two clients, whose timers do not run. */
public record ServedDemo(Pipeline service, DemoErp erp, Servers.Database database, Servers.Bucket bucket, String url) {
    /** The first of the days that the ERPs know. */
    public static final LocalDate DAY = LocalDate.of(2026, 2, 24);

    public static final String OPERATOR_TOKEN = "token-of-the-operator";
    public static final String VIEWER_TOKEN = "token-of-the-viewer";
    public static final String PASSWORD = "password-of-the-operator";
    public static final String VIEWER_PASSWORD = "password-of-the-viewer";

    private static ServedDemo shared;
    private static OidcIssuer issuer;

    /** One for all tests of this process that leave days and backups missing. It ends with the process. */
    public static synchronized ServedDemo shared() {
        if (shared == null) {
            shared = start(DAY, 2, issuer().settings());
            Servers.atExit(shared::stop);
        }
        return shared;
    }

    /** Where people may sign in at the shared one. */
    static synchronized OidcIssuer issuer() {
        if (issuer == null) {
            issuer = new OidcIssuer();
        }
        return issuer;
    }

    /** With a database and a bucket of its own. */
    public static ServedDemo start(LocalDate from, int days) {
        return start(from, days, Map.of());
    }

    private static ServedDemo start(LocalDate from, int days, Map<String, String> more) {
        DemoErp erp = DemoErp.start(DemoOptions.of(from, days));
        Servers.Database database = Servers.database();
        Servers.Bucket bucket = Servers.bucket();
        Map<String, Object> settings = new HashMap<>(erp.environment());
        settings.putAll(Map.of(
                "catwing.home", home(),
                "catwing.clients", "clients",
                "catwing.db.url", database.url(),
                "catwing.db.user", database.user(),
                "catwing.s3.endpoint", bucket.endpoint(),
                "catwing.s3.access-key", bucket.accessKey(),
                "catwing.s3.secret-key", bucket.secretKey(),
                "catwing.s3.bucket", bucket.name(),
                "server.port", "0"));
        settings.putAll(Map.of(
                "CATWING_OPERATOR_TOKEN", OPERATOR_TOKEN,
                "CATWING_VIEWER_TOKEN", VIEWER_TOKEN,
                "CATWING_OPERATOR_PASSWORD", PASSWORD,
                "CATWING_VIEWER_PASSWORD", VIEWER_PASSWORD));
        settings.putAll(more);
        Pipeline service = Start.service(settings);
        String port = service.bean(Environment.class).getProperty("local.server.port");
        return new ServedDemo(service, erp, database, bucket, "http://127.0.0.1:" + port);
    }

    private static String home() {
        try {
            return Files.createTempDirectory("catwing-served").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command through the service, as its operator. @return its exit code */
    public int command(String... arguments) {
        PrintStream nobody = new PrintStream(OutputStream.nullOutputStream());
        return ServiceClient.find(arguments, Map.of("CATWING_URL", url, "CATWING_TOKEN", OPERATOR_TOKEN))
                .orElseThrow()
                .run(arguments, nobody, nobody)
                .orElseThrow();
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public void stop() {
        service.close();
        erp.close();
    }
}
