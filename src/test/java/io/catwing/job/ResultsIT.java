package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.ClientId;
import io.catwing.failure.PrintableText;
import io.catwing.failure.Secrets;
import io.catwing.support.HostileText;
import io.catwing.support.Servers;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class ResultsIT {
    private static final RunId RUN = new RunId("r");
    private static final ClientId CLIENT = new ClientId("CW-000200");

    /** The default is small; {@code -Dcatwing.mutations=10000} is what a release is tried with. */
    @Test
    void whatever_a_message_or_a_subject_holds_it_is_kept_in_printable_text() throws Exception {
        // One connection: it is the writing that is tried.
        DataSource database =
                new SingleConnectionDataSource(Servers.database().dataSource().getConnection(), true);
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("insert into ops.run (run_id, command) values ('r', 'test')").update();
        Secrets.register("s3cr3t-of-the-erp");

        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("dataSource", database);
            camel.getRegistry().bind("results", new Results(Events.NONE, jdbc));
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(
                            ResourceHelper.resolveResource(camel, "classpath:routes/job/record-results.camel.yaml"));
            camel.start();
            for (int i = 0; i < HostileText.count(); i++) {
                String text = HostileText.of(i);
                StepResult result = StepResult.failed(
                        "client-data",
                        CLIENT,
                        i + " " + text,
                        null,
                        text + "s3cr3t-of-the-erp" + text + "\nHINT: look at the answer");
                Exchange recorded = camel.createFluentProducerTemplate()
                        .withVariable("runId", RUN)
                        .withVariable("results", List.of())
                        .withBody(List.of(result))
                        .to("direct:record-results")
                        .send();
                assertThat(recorded.getException()).isNull();
            }
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
                .allSatisfy(subject -> assertThat(subject).isEqualTo(PrintableText.printable(subject, 200)));
    }

    @Test
    void what_a_step_worked_on_keeps_its_name_though_a_user_is_called_like_it() {
        Secrets.register("turnover-of-nobody");

        StepResult step = StepResult.failed("stats", CLIENT, "turnover-of-nobody_by_day", null, "turnover-of-nobody");

        assertThat(step.subject()).isEqualTo("turnover-of-nobody_by_day");
        assertThat(step.message()).isEqualTo("***");
    }
}
