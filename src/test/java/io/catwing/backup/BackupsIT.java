package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.catwing.bucket.S3ObjectStore;
import io.catwing.support.FaultyS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

/** The list of backups, which health asks for again and again. */
class BackupsIT {
    private static final UnaryOperator<String> RENAMED =
            json -> json.replaceFirst("\"run\"\\s*:\\s*\"[^\"]*\"", "\"run\":\"another\"");

    @TempDir
    Path folder;

    private final List<String> read = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Consumer<String> atRead = key -> {};
    private BackupFixture fixture;
    private Backup daily;
    private Backups backups;

    @BeforeEach
    void a_backup() {
        fixture = new BackupFixture(folder);
        daily = fixture.backup();
        backups = backups(fixture.keys);
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void close() {
        logger().detachAppender(log);
        fixture.close();
    }

    @Test
    void a_manifest_is_read_once_until_it_or_its_dump_is_another_object() throws Exception {
        List<Backup> good = backups.good();
        assertThat(good).hasSize(2);
        assertThat(read).hasSize(2);

        read.clear();
        assertThat(backups.list()).isEqualTo(new Backups.Listing(good, List.of()));
        assertThat(read).isEmpty();

        String manifest = daily.name().manifest().toString();
        ForgedBackup.sign(fixture.bucket, daily, folder, "a key of the tests", RENAMED);
        assertThat(backups.good()).hasSize(2).isNotEqualTo(good);
        assertThat(read).containsExactly(manifest);

        read.clear();
        fixture.bucket.put(daily.name().dump(), folder.resolve("forged.json"));
        assertThat(backups.list().passedOver())
                .extracting(Backups.PassedOver::why)
                .containsExactly("its manifest speaks of another object");
        assertThat(read).containsExactly(manifest);
        assertThat(backups(new BackupKeys("another key of the tests", folder)).good())
                .isEmpty();
    }

    @Test
    void what_does_not_count_is_told_once_for_as_long_as_it_does_not() throws Exception {
        ForgedBackup.sign(fixture.bucket, daily, folder, "a key of somebody else", RENAMED);
        listTwice();
        assertThat(warnings())
                .containsExactly(daily.name().dump() + " does not count: its signature is of none of the keys here");

        log.list.clear();
        ForgedBackup.putManifest(fixture.bucket, daily, folder, "no JSON");
        listTwice();
        assertThat(warnings()).containsExactly(daily.name().dump() + " does not count: its manifest cannot be read");
    }

    @Test
    void a_manifest_that_is_replaced_after_it_was_listed_is_listed_again() {
        Deque<String> runs = new ArrayDeque<>(List.of("second", "third"));
        atRead = key -> {
            if (key.equals(daily.name().manifest().toString()) && !runs.isEmpty()) {
                replaceRun(runs.remove());
            }
        };
        assertThat(backups.good())
                .extracting(backup -> backup.manifest().run())
                .hasSize(2)
                .contains("third");
    }

    private void replaceRun(String run) {
        try {
            ForgedBackup.sign(
                    fixture.bucket,
                    daily,
                    folder,
                    "a key of the tests",
                    json -> json.replaceFirst("\"run\"\\s*:\\s*\"[^\"]*\"", "\"run\":\"" + run + "\""));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void listTwice() {
        assertThat(backups.good()).hasSize(1);
        assertThat(backups.good()).hasSize(1);
        assertThat(backups.find(daily.name())).isEmpty();
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private Backups backups(BackupKeys keys) {
        FaultyS3 s3 = new FaultyS3(fixture.bucket.s3()) {
            @Override
            protected void before(S3Request request) {
                if (request instanceof GetObjectRequest get) {
                    read.add(get.key());
                    atRead.accept(get.key());
                }
            }
        };
        return new Backups(new S3ObjectStore(s3, fixture.bucket.name()), keys, new Gzip(() -> false));
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Backups.class);
    }
}
