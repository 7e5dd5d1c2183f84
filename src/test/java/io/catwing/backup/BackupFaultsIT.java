package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.catwing.failure.Failure;
import io.catwing.failure.ParkedFailure;
import io.catwing.lake.LakeKey;
import io.catwing.s3.S3Failures;
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
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Whatever goes wrong, the good backup of the same day stays as it was, and the message says what to do. */
class BackupFaultsIT {
    @TempDir
    Path folder;

    private BackupTrial trial;
    private Map<String, String> before;

    @BeforeEach
    void a_good_backup_of_today() {
        trial = new BackupTrial(folder);
        trial.execute("insert into general.location (client_id, location_id, source_date, first_seen)"
                + " select 'CW-000200', 'L' || i, '2026-02-01', '2026-02-01' from generate_series(1, 2000) as i");
        trial.backup();
        before = trial.objects();
    }

    @AfterEach
    void close() {
        trial.close();
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
        trial.dumps(script.replace(" PIPE ", " | "));

        fails(
                ParkedFailure.class,
                text,
                "nothing was stored, and older backups are as they were; mend what it says and run"
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
        trial.dumps(script.replace(" PIPE ", " | "));

        fails(
                ParkedFailure.class,
                text,
                "nothing was stored, and older backups are as they were; run ./catwing backup again, and if it stays so,"
                        + " look into pg_dump and the disk under CATWING_HOME");
    }

    @Test
    void a_full_disk_stores_nothing() {
        trial.files(file -> new FilterOutputStream(Files.newOutputStream(file)) {
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

        assertThatThrownBy(trial::backup)
                .isInstanceOf(ParkedFailure.class)
                .hasMessageMatching("the dump cannot be written to \\S+-backup.sql.gz: No space left on device\n"
                        + "HINT: make room under CATWING_HOME, or move it; nothing was stored, and older backups are as they"
                        + " were");
        nothingChanged();
    }

    @Test
    void too_little_room_is_told_before_the_dump() {
        trial.room(file -> 1000);

        assertThatThrownBy(trial::backup)
                .isInstanceOf(ParkedFailure.class)
                .hasMessageMatching("a backup may need \\d+ bytes, but 1000 are free at \\S+\n"
                        + "HINT: make room, or set CATWING_HOME to a folder on a larger disk");
        nothingChanged();
    }

    @Test
    void a_missing_or_old_pg_dump_is_told_before_the_dump() {
        trial.programs("/nowhere");
        fails(
                ParkedFailure.class,
                "there is no program /nowhere/pg_dump",
                "install PostgreSQL's client programs (Debian: postgresql-client), or set CATWING_PG_BIN to the folder they"
                        + " are in");

        trial.pgDump("echo 'pg_dump (PostgreSQL) 14.9'");
        fails(
                Failure.class,
                folder + "/bin/pg_dump is of PostgreSQL 14, older than the server, which is 15",
                "install the client programs of PostgreSQL 15 or newer, and set CATWING_PG_BIN to the folder they are in");

        trial.pgDump("echo hello");
        fails(
                Failure.class,
                folder + "/bin/pg_dump does not tell its version, but 'hello'",
                "set CATWING_PG_BIN to a folder with PostgreSQL's own programs");
    }

    @Test
    void a_second_backup_at_a_time_is_refused() throws Exception {
        try (Snapshot held = Snapshot.open(trial.database.dataSource())) {
            assertThat(held.ledgerRows).isZero();

            fails(
                    ParkedFailure.class,
                    "another backup of this database is under way",
                    "wait for it; ./catwing backup --status tells how it went");
        }
    }

    @Test
    void an_attempt_that_was_killed_is_told_by_the_next() {
        trial.execute("insert into ops.backup (run_id) values ('killed')");

        trial.backup();

        assertThat(trial.sql.queryForMap("select outcome, message from ops.backup where run_id = 'killed'"))
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
        trial.lake(new LakeWithFault(trial.bucket.lake()) {
            @Override
            void beforePut(LakeKey key) {
                if (key.path().endsWith(ending)) {
                    throw S3Failures.of(
                            "put",
                            key.toString(),
                            trial.bucket.name(),
                            S3Exception.builder()
                                    .statusCode(status)
                                    .awsErrorDetails(AwsErrorDetails.builder()
                                            .errorCode(code)
                                            .build())
                                    .build());
                }
            }
        });

        assertThatThrownBy(trial::backup)
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("put of db-backups/")
                .hasMessageEndingWith(ending + " in bucket " + trial.bucket.name() + " was answered " + status + " "
                        + code + "\nHINT: " + hint);
        if (ending.equals(".json")) {
            // The new dump is there, and does not count. The week's is good still.
            assertThat(trial.backups.good()).extracting(b -> b.name().folder()).containsExactly("weekly");
        } else {
            nothingChanged();
        }
    }

    @Test
    void an_object_that_s3_damaged_is_found_before_it_takes_a_place() {
        trial.lake(new LakeWithFault(trial.bucket.lake()) {
            @Override
            void afterPut(LakeKey key) {
                if (key.path().endsWith(".sql.gz")) {
                    flipBit(trial.bucket.folder().resolve(key.toString()));
                }
            }
        });

        assertThatThrownBy(trial::backup)
                .isInstanceOf(ParkedFailure.class)
                .hasMessageMatching("db-backups/incoming/\\S+.sql.gz is damaged: .+\n"
                        + "HINT: do not use it: ./catwing backup --status lists the others; look into the S3 server");
        assertThat(trial.objects()).containsAllEntriesOf(before);

        trial.lake(trial.bucket.lake()).backup();
        assertThat(trial.objects().keySet()).noneMatch(key -> key.contains("incoming"));
    }

    @Test
    void damage_that_comes_later_is_found_by_whoever_reads_it() {
        Backup good = trial.backup();
        Path object = trial.bucket.folder().resolve(good.dump().key().toString());

        flipBit(object);
        assertThatThrownBy(() -> readAll(good))
                .isInstanceOf(ParkedFailure.class)
                .hasMessageStartingWith(good.dump().key() + " is damaged: ");
        flipBit(object);
        readAll(good);

        truncate(object);
        assertThat(trial.backups.good()).extracting(b -> b.name().folder()).containsExactly("weekly");
    }

    @Test
    void failures_are_told_until_a_backup_succeeds() {
        trial.dumps("exit 4");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(trial::backup).isInstanceOf(ParkedFailure.class);
        }

        assertThat(new BackupBook(trial.database.dataSource()).lastFailures()).hasSize(3);
        trial.programs("").backup();
        assertThat(new BackupBook(trial.database.dataSource()).lastFailures()).isEmpty();
    }

    private void readAll(Backup backup) {
        try (InputStream sql = trial.backups.open(backup)) {
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
        assertThatThrownBy(trial::backup).isInstanceOf(kind).hasMessage(fact + "\nHINT: " + hint);
        nothingChanged();
    }

    private void nothingChanged() {
        assertThat(trial.objects()).isEqualTo(before);
        assertThat(trial.spooled()).isEmpty();
        assertThat(trial.backups.newest()).isPresent();
        assertThat(trial.sql.queryForObject(
                        "select outcome from ops.backup order by started_at desc limit 1", String.class))
                .isEqualTo("FAILED");
        assertThat(new BackupBook(trial.database.dataSource())
                        .lastFailures()
                        .get(0)
                        .message())
                .contains("\nHINT: ");
    }
}
