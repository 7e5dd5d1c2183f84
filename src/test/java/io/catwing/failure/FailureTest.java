package io.catwing.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;

class FailureTest {
    private static final String GONE = "FATAL: terminating connection due to administrator command";

    @Test
    void what_a_failure_says_is_told_whatever_it_is_wrapped_in_and_without_a_stack_trace() {
        Exception wrapped = new IllegalStateException("number 0", new RetryableFailure("it is away", "wait"));

        assertThat(Failure.describe(wrapped)).isEqualTo("it is away\nHINT: wait");
        assertThat(Failure.unforeseen(wrapped)).isNull();
    }

    @Test
    void a_database_that_went_away_is_told_in_one_line() {
        for (SQLException broken : new SQLException[] {
            new SQLException(GONE, "57P01"),
            new SQLException(GONE, "08006"),
            new SQLException(GONE, "25006"),
            new SQLTransientConnectionException(GONE)
        }) {
            Exception wrapped = new IllegalStateException("insert into ops.drill", broken);

            assertThat(Failure.describe(wrapped))
                    .isEqualTo("the database went away: " + GONE
                            + "\nHINT: nothing is lost: run the same command again once it is back; the timers do so by"
                            + " themselves");
            assertThat(Failure.unforeseen(wrapped)).isNull();
        }
    }

    @Test
    void what_nobody_foresaw_is_told_with_its_root_and_is_to_be_logged_whole() {
        Exception thrown = new IllegalStateException("above", new SQLException("duplicate key", "23505"));

        assertThat(Failure.describe(thrown))
                .isEqualTo("unforeseen: java.lang.IllegalStateException: above (java.sql.SQLException: duplicate key)"
                        + "\nHINT: the log has the stack trace; please report it");
        assertThat(Failure.unforeseen(thrown)).isSameAs(thrown);
    }

    @Test
    void a_database_that_lacks_room_or_only_reads_is_away_and_one_that_refuses_is_not() {
        assertThat(new String[] {"08006", "57P01", "53100", "53300", "25006"})
                .allMatch(state -> Failure.isAway(new SQLException(GONE, state)));
        assertThat(new String[] {"23505", "57014", "25P03", null})
                .noneMatch(state -> Failure.isAway(new SQLException(GONE, state)));
        assertThat(Failure.isAway(new SQLTransientConnectionException(GONE))).isTrue();
    }

    @Test
    void of_what_a_limit_of_time_or_somebody_ended_nothing_is_to_be_reported() {
        for (String state : new String[] {"57014", "55P03", "25P03", "25P04"}) {
            assertThat(Failure.hint(new SQLException(GONE, state), "report it"))
                    .contains("pg_cancel_backend", "statement_timeout", "run the same command again");
        }
        assertThat(Failure.hint(new SQLException(GONE, "23505"), "report it")).isEqualTo("report it");
    }

    @Test
    void only_what_is_of_the_file_is_a_refusal_of_it() {
        SQLException tooLong = new SQLException("value too long", "22001");
        SQLException disk = new SQLException("could not write", "58030");
        QuarantinedFailure damaged = new QuarantinedFailure("it is damaged", "upload it again");

        assertThat(Failure.isRefusal(damaged)).isTrue();
        assertThat(Failure.isRefusal(new IllegalStateException("number 0", damaged)))
                .isTrue();
        assertThat(Failure.isRefusal(new QuarantinedFailure("refused", "report it", tooLong)))
                .isTrue();
        for (Exception other : new Exception[] {
            new QuarantinedFailure("refused", "report it", disk),
            new RetryableFailure("S3 is away", "wait", damaged),
            new AbortingFailure("it is away", "wait"),
            new IOException("no space left on device"),
            tooLong
        }) {
            assertThat(Failure.isRefusal((Throwable) other))
                    .as(other.toString())
                    .isFalse();
        }
    }
}
