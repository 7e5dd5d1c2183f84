package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.ClientId;
import io.catwing.failure.PrintableText;
import io.catwing.failure.Secrets;
import io.catwing.support.HostileText;
import io.catwing.support.Servers;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class ResultsIT {
    private static final RunId RUN = new RunId("r");
    private static final ClientId CLIENT = new ClientId("CW-000200");

    /** The default is small; {@code -Dcatwing.mutations=10000} is what a release is tried with. */
    @Test
    void whatever_a_message_or_a_subject_holds_it_is_kept_in_printable_text() throws SQLException {
        // One connection: it is the writing that is tried.
        JdbcClient jdbc = JdbcClient.create(
                new SingleConnectionDataSource(Servers.database().dataSource().getConnection(), true));
        jdbc.sql("insert into ops.run (run_id, command) values ('r', 'test')").update();
        Results results = new Results(jdbc, Events.NONE);
        Secrets.register("s3cr3t-of-the-erp");

        for (int i = 0; i < HostileText.count(); i++) {
            String text = HostileText.of(i);
            results.record(
                    RUN,
                    List.of(StepResult.failed(
                            "client-data",
                            CLIENT,
                            i + " " + text,
                            null,
                            text + "s3cr3t-of-the-erp" + text + "\nHINT: look at the answer")));
        }

        List<String> kept =
                jdbc.sql("select message from ops.run_step").query(String.class).list();
        assertThat(kept).hasSize(HostileText.count());
        assertThat(kept).allSatisfy(message -> assertThat(message)
                .hasSizeLessThanOrEqualTo(PrintableText.LONGEST_MESSAGE)
                .endsWith("\nHINT: look at the answer")
                .doesNotContain("s3cr3t")
                .isEqualTo(PrintableText.message(message)));
        assertThat(jdbc.sql("select subject from ops.run_step")
                        .query(String.class)
                        .list())
                .allSatisfy(subject -> assertThat(subject).isEqualTo(PrintableText.clean(subject, 200)));
    }
}
