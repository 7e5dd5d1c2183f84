package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.job.RunId;
import io.catwing.support.Servers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What tells a program that runs a share of a replay that another try is in vain. */
class FailedForGoodIT {
    private static final RunId RUN = new RunId("20260224-031500-7f3a");

    private final Servers.Bucket bucket = Servers.bucket();
    private final JdbcClient jdbc = JdbcClient.create(Servers.database().dataSource());
    private final Shares shares = new Shares(bucket.rawFiles(), jdbc);

    @BeforeEach
    void one_file_that_loaded_and_one_that_was_refused() {
        jdbc.sql("insert into ops.run (run_id, command) values (:run, 'replay'), ('another', 'replay')")
                .param("run", RUN.value())
                .update();
        step(RUN.value(), "load", "CW-000200", "products", "2026-02-24", "DONE");
        step(RUN.value(), "load", "CW-000200", "products", "2026-02-25", "FAILED");
        jdbc.sql(
                        "insert into ops.refused_file (raw_key, client_id, entity, source_date, etag, mapping_version, reason, run_id)"
                                + " values ('k', 'CW-000200', 'products', '2026-02-25', 'e', 'm', 'r', :run)")
                .param("run", RUN.value())
                .update();
    }

    private void step(String run, String stage, String client, String subject, String date, String outcome) {
        jdbc.sql("insert into ops.run_step (run_id, stage, client_id, subject, source_date, outcome)"
                        + " values (?, ?, ?, ?, ?::date, ?)")
                .params(run, stage, client, subject, date, outcome)
                .update();
    }

    @Test
    void a_run_that_lacks_only_files_that_were_refused_as_they_are_failed_for_good() {
        step("another", "load", "CW-000200", "products", "2026-02-26", "FAILED");

        assertThat(shares.failedForGood(RUN)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "load, CW-000200, products, 2026-02-26",
        "load, CW-000200, suppliers, 2026-02-25",
        "load, CW-000151, products, 2026-02-25",
        "fetch, CW-000200, products, 2026-02-25"
    })
    void one_of_which_anything_else_failed_did_not(String stage, String client, String subject, String date) {
        step(RUN.value(), stage, client, subject, date, "FAILED");

        assertThat(shares.failedForGood(RUN)).isFalse();
    }
}
