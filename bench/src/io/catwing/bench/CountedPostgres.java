package io.catwing.bench;

import io.catwing.Application;
import io.catwing.bucket.S3Settings;
import io.catwing.client.Clients;
import io.catwing.job.Progress;
import io.catwing.support.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A PostgreSQL server that counts the statements it executes, each statement of a batch and each COPY for itself. */
final class CountedPostgres {
    private final Servers.Database server = Servers.emptyDatabase(
            Map.of("shared_preload_libraries", "pg_stat_statements", "pg_stat_statements.max", "10000", "fsync", "on"));
    private int databases;

    CountedPostgres() {
        execute(server.dataSource(), "create extension pg_stat_statements");
    }

    /** Says which day it is. */
    static final class SettableClock extends Clock {
        private volatile Instant now;

        private SettableClock(LocalDate day) {
            set(day);
        }

        /** Noon of that day. */
        void set(LocalDate day) {
            now = day.atTime(12, 0).toInstant(ZoneOffset.UTC);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** The application on a new database of the server. */
    ConfigurableApplicationContext start(S3Settings s3, Path clients, LocalDate today) {
        String name = "bench_" + ++databases;
        execute(server.dataSource(), "create database " + name);
        return new SpringApplicationBuilder(Application.class)
                .logStartupInfo(false)
                .initializers(c -> {
                    c.getBeanFactory().registerSingleton("progress", Progress.NONE);
                    c.getBeanFactory().registerSingleton("clock", new SettableClock(today));
                })
                .run(
                        "--catwing.home=" + clients.resolveSibling("home"),
                        "--catwing.clients=" + clients,
                        "--catwing.db.url=" + server.url().replaceAll("/[^/]*$", "/" + name),
                        "--catwing.db.user=" + server.user(),
                        "--catwing.s3.endpoint=" + s3.endpoint(),
                        "--catwing.s3.access-key=" + s3.accessKey(),
                        "--catwing.s3.secret-key=" + s3.secretKey(),
                        "--catwing.s3.bucket=" + s3.bucket(),
                        "--logging.level.root=WARN");
    }

    /** As if all files of those days had been loaded, without their rows. */
    void fill(ConfigurableApplicationContext context, LocalDate first, int days) {
        context.getBean(Clients.class).all().forEach(client -> client.entities()
                .forEach((entity, spec) -> execute(
                        context.getBean(DataSource.class),
                        """
                insert into ops.ledger
                    (raw_key, client_id, entity, source_date, etag, sha256, mapping_version, rows_loaded, rows_rejected, run_id)
                select raw_key, '%1$s', '%2$s', day, md5(raw_key), '', '%3$s', 1, 0, 'bench'
                from generate_series(date '%4$s', date '%4$s' + %5$d - 1, '1 day') as day,
                     lateral (select 'raw-data/%1$s/' || day::date || '/%2$s.json' as raw_key) as key
                """
                                .formatted(client.id(), entity, spec.mappingVersion(), first, days))));
        execute(context.getBean(DataSource.class), "truncate ops.stats_touched; analyze ops.ledger");
    }

    void resetStatements() {
        execute(server.dataSource(), "select pg_stat_statements_reset()");
    }

    /** Since the last reset, without those that are no work: they begin and end transactions, or set something. */
    long statements() {
        return Long.parseLong(ask("select coalesce(sum(calls), 0) from pg_stat_statements where " + WORK));
    }

    /** The statements that were executed most often, a line each. */
    String mostCalled() {
        return ask(
                "select string_agg('    ' || calls || ' ' || left(regexp_replace(query, '\\s+', ' ', 'g'), 90), E'\\n')"
                        + " || E'\\n' from (select * from pg_stat_statements where " + WORK
                        + " order by calls desc limit 8) as most");
    }

    /** The statements that took longest, a line each: seconds, calls, text. */
    String longest() {
        return ask("select string_agg('    ' || round(total_exec_time::numeric / 1000, 1) || ' s of ' || calls || ' '"
                + " || left(regexp_replace(query, '\\s+', ' ', 'g'), 80), E'\\n') || E'\\n'"
                + " from (select * from pg_stat_statements where " + WORK
                + " order by total_exec_time desc limit 8) as most");
    }

    private static final String WORK = "dbid <> (select oid from pg_database where datname = current_database())"
            + " and query !~* '^\\s*(begin|commit|rollback|set|show|start)\\M'";

    private String ask(String sql) {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static void execute(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
