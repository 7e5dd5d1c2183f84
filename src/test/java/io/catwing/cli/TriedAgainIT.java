package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.app.Pipeline;
import io.catwing.bucket.S3Settings;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.support.GeneratedS3;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a command tells the program that starts it: whether to try again. */
class TriedAgainIT {
    private static final ClientId CLIENT = new ClientId("CW-000100");

    private final GeneratedS3 s3 = new GeneratedS3(List.of(CLIENT), GeneratedS3.ENTITIES, LocalDate.of(2026, 2, 11), 2);
    private final Servers.Database database = Servers.database();
    private Pipeline pipeline;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        Path clients = Files.createDirectory(folder.resolve("clients"));
        Files.writeString(clients.resolve(CLIENT + ".yaml"), GeneratedS3.clientFile(CLIENT));
        S3Settings settings = s3.settings();
        pipeline = Start.pipeline(Map.of(
                "catwing.home", folder.resolve("home").toString(),
                "catwing.clients", clients.toString(),
                "catwing.db.url", database.url(),
                "catwing.db.user", database.user(),
                "catwing.s3.endpoint", settings.endpoint(),
                "catwing.s3.access-key", settings.accessKey(),
                "catwing.s3.secret-key", settings.secretKey(),
                "catwing.s3.bucket", settings.bucket()));
    }

    @AfterEach
    void end() {
        pipeline.close();
        s3.close();
    }

    private int replayInShares() {
        return execute("replay", "--bulk", "--share", "0/1");
    }

    private int execute(String... command) {
        return Start.lending(
                pipeline.lent(run -> {}), () -> CatwingCommand.commandLine().execute(command));
    }

    private long count(String table) {
        return JdbcClient.create(database.dataSource())
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }

    @Test
    void after_an_outage_in_what_the_last_of_several_shares_does_the_same_command_does_the_rest() {
        // Left to the ordinary load, which then cannot read them.
        s3.spoil(Entity.SUPPLIERS);
        s3.fail(asked -> asked.endsWith("/suppliers.json") && count("ops.bulk_share where filled_at is not null") > 0);
        assertThat(replayInShares()).isEqualTo(CatwingCommand.FAILED);

        s3.spoil(null);
        s3.fail(asked -> false);
        assertThat(replayInShares()).isZero();
        assertThat(count("ops.ledger")).isEqualTo(s3.files());
        assertThat(count("ops.bulk_replay")).isZero();
        assertThat(count("ops.bulk_share")).isZero();
    }

    @Test
    void so_it_does_where_one_process_fills_all() {
        s3.spoil(Entity.SUPPLIERS);
        s3.fail(asked ->
                asked.endsWith("/suppliers.json") && count("ops.bulk_replay") > 0 && count("ops.put_aside") == 0);
        assertThat(execute("replay", "--bulk")).isEqualTo(CatwingCommand.FAILED);
        assertThat(count("ops.bulk_replay")).isOne();

        s3.spoil(null);
        s3.fail(asked -> false);
        assertThat(execute("replay", "--bulk")).isZero();
        assertThat(count("ops.ledger")).isEqualTo(s3.files());
        assertThat(count("ops.bulk_replay")).isZero();
    }

    @Test
    void where_all_of_the_shares_that_failed_was_refused_as_it_is_nothing_is_left_to_try_again() {
        s3.spoil(Entity.SUPPLIERS);

        assertThat(replayInShares()).isEqualTo(ReplayCommand.FAILED_FOR_GOOD);
        assertThat(count("ops.bulk_replay")).isZero();
    }

    @Test
    void a_recovery_that_an_outage_ends_goes_on_and_one_that_is_checked_and_not_good_does_not() {
        s3.fail(asked -> asked.startsWith("client-data/"));
        assertThat(execute("recover", "full")).isEqualTo(RecoveryText.CUT);

        s3.fail(asked -> false);
        assertThat(execute("recover", "full")).isZero();

        s3.fail(asked -> asked.endsWith("/suppliers.json"));
        assertThat(execute("recover", "full"))
                .as("files of an outage that was shorter than the recovery")
                .isEqualTo(RecoveryText.CUT);
        s3.fail(asked -> false);
        assertThat(execute("recover", "full")).isZero();
        assertThat(JdbcClient.create(database.dataSource())
                        .sql(
                                "select count(*) from pg_database where starts_with(datname, current_database() || '_recovery_')")
                        .query(Long.class)
                        .single())
                .as("each was gone on with")
                .isEqualTo(2);

        s3.spoil(Entity.SUPPLIERS);
        assertThat(execute("recover", "full")).isEqualTo(CatwingCommand.FAILED);
    }
}
