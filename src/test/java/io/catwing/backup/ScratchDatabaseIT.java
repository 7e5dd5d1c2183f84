package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.job.RunId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class ScratchDatabaseIT {
    @TempDir
    Path folder;

    private BackupFixture fixture;
    private JdbcTemplate sql;
    private String live;

    @BeforeEach
    void a_database() {
        fixture = new BackupFixture(folder);
        sql = fixture.sql;
        live = sql.queryForObject("select current_database()", String.class);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_backup_drops_what_a_killed_one_left_and_no_database_that_only_begins_like_it() {
        String left = live + "_proof_20260101_000000_00ab";
        String concept = live + "_proof_of_concept";
        String copy = left + "_kept";
        sql.execute("create database " + left + " template template0");
        sql.execute("create database " + concept + " template template0");
        sql.execute("create database " + copy + " template template0");
        try {
            fixture.backup();

            assertThat(sql.queryForList(
                            "select datname from pg_database where starts_with(datname, ?) order by datname",
                            String.class,
                            live + "_"))
                    .containsExactlyInAnyOrder(concept, copy);
        } finally {
            sql.execute("drop database if exists " + concept);
            sql.execute("drop database if exists " + copy);
        }
    }

    @Test
    void two_databases_with_long_names_that_begin_alike_have_scratch_databases_of_their_own() {
        RunId run = new RunId("20260224-043000-00ab");
        String one = "the_whole_pipeline_of_our_wholesale_branch_one";
        String two = "the_whole_pipeline_of_our_wholesale_branch_two";

        assertThat(ScratchDatabase.name(one, run))
                .hasSizeLessThanOrEqualTo(63)
                .startsWith(ScratchDatabase.beginning(one))
                .doesNotStartWith(ScratchDatabase.beginning(two));
        assertThat(ScratchDatabase.name("catwing", run)).isEqualTo("catwing_proof_20260224_043000_00ab");
    }
}
