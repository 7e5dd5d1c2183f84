package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.Application;
import io.catwing.bucket.ObjectKey;
import io.catwing.exec.CommandComponent;
import io.catwing.job.Claims;
import io.catwing.job.Progress;
import io.catwing.job.RunId;
import io.catwing.support.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** In the application as it is. */
class NightlyBackupIT {
    private final Servers.Bucket bucket = Servers.bucket();

    @Test
    void a_backup_is_made_once_its_time_has_come_and_health_turns_well(@TempDir Path home) throws Exception {
        try (ConfigurableApplicationContext application = start(home)) {
            CamelContext camel = application.getBean(CamelContext.class);
            assertThat(camel.getComponent("exec")).isInstanceOf(CommandComponent.class);
            assertThat(camel.getRouteController().getRouteStatus("nightly-backup"))
                    .isEqualTo(ServiceStatus.Stopped);
            assertThat(health(camel)).isEqualTo(HealthCheck.State.DOWN);

            assertThat(tick(camel)).as("nothing has ever run").isNull();
            JdbcClient jdbc = application.getBean(JdbcClient.class);
            jdbc.sql("insert into ops.run (run_id, command, started_at, ended_at, outcome, failed)"
                            + " values ('first', 'fetch', now() - interval '2 days', now(), 'DONE', 0)")
                    .update();
            assertThat(application.getBean(Claims.class).take(Claims.Kind.BACKUP, new RunId("other")))
                    .isTrue();
            assertThat(tick(camel)).as("another process makes it").isNull();
            application.getBean(Claims.class).giveAll(new RunId("other"));
            try (Snapshot byCommand = Snapshot.open(application.getBean(DataSource.class))) {
                assertThat(tick(camel))
                        .as("one by a command of " + byCommand.at)
                        .isNull();
            }
            assertThat(application.getBean(BackupHistory.class).lastFailures()).isEmpty();

            assertThat(tick(camel)).isInstanceOf(Backup.class);

            assertThat(application.getBean(Claims.class).all()).isEmpty();
            assertThat(tick(camel)).as("the night's backup is there").isNull();
            assertThat(health(camel)).isEqualTo(HealthCheck.State.UP);
        }
    }

    @Test
    void what_a_clock_wrote_down_that_was_ahead_ends_no_nightly_backups(@TempDir Path home) throws Exception {
        try (ConfigurableApplicationContext application = start(home)) {
            CamelContext camel = application.getBean(CamelContext.class);
            JdbcClient jdbc = application.getBean(JdbcClient.class);
            jdbc.sql("insert into ops.run (run_id, command, started_at, ended_at, outcome, failed)"
                            + " values ('first', 'fetch', now() - interval '2 days', now(), 'DONE', 0)")
                    .update();
            Backup made = (Backup) tick(camel);
            assertThat(made).isNotNull();
            Instant now = Instant.now();
            Instant ahead = now.plus(Duration.ofDays(300));
            // Its weekly copy goes: it was made by the same clock.
            ObjectKey weekly =
                    BackupName.weekOf(LocalDate.parse(made.name().label())).manifest();
            bucket.s3().deleteObject(delete -> delete.bucket(bucket.name()).key(weekly.toString()));
            ForgedBackup.sign(
                    bucket,
                    made,
                    home,
                    "a key of the tests",
                    json -> json.replaceAll("(\"(?:snapshotAt|startedAt)\" : )\"[^\"]+\"", "$1\"" + ahead + "\""));
            assertThat(application.getBean(Backups.class).newest().orElseThrow().isAhead(now))
                    .isTrue();
            jdbc.sql("insert into ops.backup (run_id, started_at, outcome, message)"
                            + " values ('ahead', now() + interval '300 days', 'FAILED', 'a failure of then')")
                    .update();

            assertThat(tick(camel)).isInstanceOf(Backup.class);

            assertThat(tick(camel)).as("the night's backup is there").isNull();
        }
    }

    /** What the timer's firing comes to. */
    private static Object tick(CamelContext camel) throws Exception {
        Exchange tick = new DefaultExchange(camel);
        ((DefaultConsumer) camel.getRoute("nightly-backup").getConsumer())
                .getProcessor()
                .process(tick);
        assertThat(tick.getException()).isNull();
        return tick.getMessage().getBody();
    }

    private static HealthCheck.State health(CamelContext camel) {
        // In full: otherwise a check that is up is not listed beside one that is down, and no drill was made here.
        return HealthCheckHelper.invoke(camel, "full").stream()
                .filter(result -> result.getCheck().getId().equals("backup"))
                .findFirst()
                .orElseThrow()
                .getState();
    }

    private ConfigurableApplicationContext start(Path home) {
        Servers.Database database = Servers.database();
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "catwing.home", home.toString(),
                                "catwing.db.url", database.url(),
                                "catwing.db.user", database.user(),
                                "catwing.s3.endpoint", bucket.endpoint(),
                                "catwing.s3.access-key", bucket.accessKey(),
                                "catwing.s3.secret-key", bucket.secretKey(),
                                "catwing.s3.bucket", bucket.name(),
                                "catwing.backup.key", "a key of the tests",
                                "catwing.clients", "bench/clients")));
        return new SpringApplicationBuilder(Application.class)
                .environment(environment)
                .logStartupInfo(false)
                .initializers(c -> c.getBeanFactory().registerSingleton("progress", Progress.NONE))
                .run();
    }
}
