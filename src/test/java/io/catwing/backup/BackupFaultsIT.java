package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.support.FaultyS3;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

/** Whatever goes wrong, the good backup of the same day stays as it was, and the message says what to do. */
class BackupFaultsIT {
    @TempDir
    Path folder;

    private BackupFixture fixture;
    private Map<String, String> before;

    @BeforeEach
    void a_good_backup_of_today() {
        fixture = new BackupFixture(folder);
        fixture.execute("insert into general.location (client_id, location_id, source_date, first_seen)"
                + " select 'CW-000200', 'L' || i, '2026-02-01', '2026-02-01' from generate_series(1, 2000) as i");
        fixture.backup();
        before = fixture.objects();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    static Stream<Arguments> failing() {
        return Stream.of(
                arguments("exit 3", "pg_dump ended with exit code 3 and said nothing"),
                arguments(
                        "echo 'pg_dump: error: no such table' >&2; exit 1",
                        "pg_dump ended with exit code 1; the last it said was:\npg_dump: error: no such table"),
                arguments(
                        "$real \"$@\" | head -c 20000; kill -9 $$",
                        "pg_dump ended with exit code 137 (signal 9) and said nothing"));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void a_pg_dump_that_fails_stores_nothing(String script, String text) {
        fixture.dumps(script.replace(" PIPE ", " | "));

        fails(
                QuarantinedFailure.class,
                text,
                "nothing was stored, and older backups are as they were; correct what it names and run"
                        + " ./catwing backup again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 0 | pg_dump ended well, but its dump of 0 bytes does not end as a whole one does",
                "$real \"$@\" PIPE head -c 20000 | pg_dump ended well, but its dump of 20000 bytes does not end as a whole one does",
                "$real \"$@\" PIPE grep -v L77 | general.location has 2000 rows in the snapshot, but 1989 in the dump",
                "$real \"$@\" --exclude-table=general.location | general.location has 2000 rows in the snapshot, but is not in the"
                        + " dump",
            })
    void a_dump_that_is_not_whole_stores_nothing(String script, String text) {
        fixture.dumps(script.replace(" PIPE ", " | "));

        fails(
                QuarantinedFailure.class,
                text,
                "nothing was stored, and older backups are as they were; run ./catwing backup again, and if it stays so,"
                        + " look into pg_dump and the disk under CATWING_HOME");
    }

    @Test
    void a_full_disk_stores_nothing() {
        fixture.files(file -> new FilterOutputStream(Files.newOutputStream(file)) {
            private int left = 5000;

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                left -= length;
                if (left < 0) {
                    throw new IOException("No space left on device");
                }
                out.write(bytes, offset, length);
            }
        });

        assertThatThrownBy(fixture::backup)
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageMatching("the dump cannot be written to \\S+-backup.sql.gz: No space left on device\n"
                        + "HINT: make room under CATWING_HOME, or move it; nothing was stored, and older backups are as they"
                        + " were");
        nothingChanged();
    }

    @Test
    void too_little_room_is_told_before_the_dump() {
        fixture.room(file -> 1000);

        assertThatThrownBy(fixture::backup)
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageMatching("a backup may need \\d+ bytes, but 1000 are free at \\S+\n"
                        + "HINT: make room, or set CATWING_HOME to a folder on a larger disk");
        nothingChanged();
    }

    @Test
    void a_missing_or_old_pg_dump_is_told_before_the_dump() {
        fixture.programs("/nowhere");
        fails(
                QuarantinedFailure.class,
                "there is no program /nowhere/pg_dump",
                "install PostgreSQL's client programs (Debian: postgresql-client), or set CATWING_PG_BIN to the folder they"
                        + " are in");

        fixture.pgDump("echo 'pg_dump (PostgreSQL) 14.9'");
        fails(
                Failure.class,
                folder + "/bin/pg_dump is of PostgreSQL 14, older than the server, which is 15",
                "install the client programs of PostgreSQL 15 or newer, and set CATWING_PG_BIN to the folder they are in");

        fixture.pgDump("echo hello");
        fails(
                Failure.class,
                folder + "/bin/pg_dump does not give its version, but 'hello'",
                "set CATWING_PG_BIN to a folder with PostgreSQL's own programs");
    }

    @Test
    void a_second_backup_at_a_time_is_refused_and_is_no_failed_attempt() throws Exception {
        try (Snapshot held = Snapshot.open(fixture.database.dataSource())) {
            assertThat(held.ledgerRows).isZero();

            assertThatThrownBy(fixture::backup)
                    .isInstanceOf(QuarantinedFailure.class)
                    .hasMessage("another backup of this database is under way\n"
                            + "HINT: wait for it; ./catwing backup --status shows how it went");
            assertThat(new BackupHistory(fixture.database.dataSource()).lastFailures())
                    .isEmpty();
        }
    }

    @Test
    void an_attempt_that_was_killed_is_told_by_the_next() {
        fixture.execute("insert into ops.backup (run_id) values ('killed')");

        fixture.backup();

        assertThat(fixture.sql.queryForMap("select outcome, message from ops.backup where run_id = 'killed'"))
                .containsEntry("outcome", "FAILED")
                .containsEntry("message", "it was killed, or its machine went down");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".probe | 403 | AccessDenied | check CATWING_S3_ACCESS_KEY and CATWING_S3_SECRET_KEY, the bucket's policy, and this"
                        + " machine's clock",
                ".sql.gz | 500 | InternalError | it is tried again; if it stays so, look into the S3 server",
                ".json | 403 | AccessDenied | check CATWING_S3_ACCESS_KEY and CATWING_S3_SECRET_KEY, the bucket's policy, and this"
                        + " machine's clock",
            })
    void a_put_that_s3_refuses_is_told(String ending, int status, String code, String hint) {
        fixture.s3(new FaultyS3(fixture.bucket.s3()) {
            @Override
            protected void before(S3Request request) {
                if (request instanceof PutObjectRequest put && put.key().endsWith(ending)) {
                    throw answer(status, code);
                }
            }
        });

        assertThatThrownBy(fixture::backup)
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("put of db-backups/")
                .hasMessageEndingWith(ending + " in bucket " + fixture.bucket.name() + " was answered " + status + " "
                        + code + "\nHINT: " + hint);
        if (ending.equals(".json")) {
            // The new dump is there, and does not count. The week's is good still.
            assertThat(fixture.backups.good())
                    .extracting(b -> b.name().folder())
                    .containsExactly("weekly");
        } else {
            nothingChanged();
        }
    }

    @Test
    void a_copy_that_s3_refuses_leaves_the_backup_of_the_day() {
        fixture.s3(new FaultyS3(fixture.bucket.s3()) {
            @Override
            protected void before(S3Request request) {
                if (request instanceof CopyObjectRequest copy) {
                    // Of what was read back, and of nothing that came after.
                    assertThat(copy.copySourceIfMatch()).matches("\"[0-9a-f-]+\"");
                    throw answer(412, "PreconditionFailed");
                }
            }
        });

        assertThatThrownBy(fixture::backup)
                .isInstanceOf(AbortingFailure.class)
                .hasMessageMatching(
                        "copy of db-backups/daily/\\S+.sql.gz in bucket \\S+ was answered 412 PreconditionFailed\n"
                                + "HINT: look into the S3 server; the error code says what it did not like");
        assertThat(fixture.objects()).containsAllEntriesOf(before);
    }

    @Test
    void what_cannot_be_deleted_costs_no_backup() {
        fixture.s3(new FaultyS3(fixture.bucket.s3()) {
            @Override
            protected void before(S3Request request) {
                if (request instanceof DeleteObjectRequest delete
                        && delete.key().endsWith(".sql.gz")) {
                    throw answer(403, "AccessDenied");
                }
            }
        });

        assertThatThrownBy(fixture::backup)
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith("delete of db-backups/incoming/");
        assertThat(fixture.backups.good()).extracting(b -> b.name().folder()).containsExactly("daily", "weekly");
        assertThat(fixture.sql.queryForMap("select outcome, message from ops.backup order by started_at desc limit 1"))
                .containsEntry("outcome", "DONE")
                .extractingByKey("message")
                .asString()
                .contains("AccessDenied");
    }

    @Test
    void an_object_that_s3_damaged_is_found_before_it_takes_a_place() {
        fixture.s3(new FaultyS3(fixture.bucket.s3()) {
            @Override
            protected void afterPut(String key) {
                if (key.endsWith(".sql.gz")) {
                    flipBit(fixture.bucket.folder().resolve(key));
                }
            }
        });

        assertThatThrownBy(fixture::backup)
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageMatching("db-backups/incoming/\\S+.sql.gz is damaged: .+\n"
                        + "HINT: do not use it: ./catwing backup --status lists the others; look into the S3 server");
        assertThat(fixture.objects()).containsAllEntriesOf(before);

        fixture.s3(fixture.bucket.s3()).backup();
        assertThat(fixture.objects().keySet()).noneMatch(key -> key.contains("incoming"));
    }

    @Test
    void damage_that_comes_later_is_found_by_whoever_reads_it() {
        Backup good = fixture.backup();
        Path object = fixture.bucket.folder().resolve(good.dump().key().toString());

        flipBit(object);
        assertThatThrownBy(() -> readAll(good))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith(good.dump().key() + " is damaged: ");
        flipBit(object);
        readAll(good);

        truncate(object);
        assertThat(fixture.backups.good()).extracting(b -> b.name().folder()).containsExactly("weekly");
    }

    @Test
    void failures_are_told_until_a_backup_succeeds() {
        fixture.dumps("exit 4");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(fixture::backup).isInstanceOf(QuarantinedFailure.class);
        }

        assertThat(new BackupHistory(fixture.database.dataSource()).lastFailures())
                .hasSize(3);
        fixture.programs("").backup();
        assertThat(new BackupHistory(fixture.database.dataSource()).lastFailures())
                .isEmpty();
    }

    private void readAll(Backup backup) {
        try (InputStream sql = fixture.backups.open(backup)) {
            while (sql.read(new byte[1 << 16]) >= 0) {
                // It verifies itself.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flipBit(Path object) {
        // In place: the server keeps its metadata at the file.
        try (RandomAccessFile file = new RandomAccessFile(object.toFile(), "rw")) {
            file.seek(file.length() / 2);
            int there = file.read();
            file.seek(file.length() / 2);
            file.write(there ^ 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void truncate(Path object) {
        try (RandomAccessFile file = new RandomAccessFile(object.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fails(Class<? extends Failure> kind, String fact, String hint) {
        assertThatThrownBy(fixture::backup).isInstanceOf(kind).hasMessage(fact + "\nHINT: " + hint);
        nothingChanged();
    }

    private void nothingChanged() {
        assertThat(fixture.objects()).isEqualTo(before);
        assertThat(fixture.spooled()).isEmpty();
        assertThat(fixture.backups.newest()).isPresent();
        assertThat(fixture.sql.queryForObject(
                        "select outcome from ops.backup order by started_at desc limit 1", String.class))
                .isEqualTo("FAILED");
        assertThat(new BackupHistory(fixture.database.dataSource())
                        .lastFailures()
                        .get(0)
                        .message())
                .contains("\nHINT: ");
    }
}
