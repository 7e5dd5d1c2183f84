package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.client.yaml.Problem;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    private static final ClientId CLIENT = new ClientId("CW-000200");
    private static final LocalDate DAY = LocalDate.of(2026, 2, 24);

    private static StepResult failed(ClientId client, Entity entity, String reason) {
        return StepResult.failed(
                "fetch",
                client,
                entity.toString(),
                DAY,
                "raw-data/" + client + "/" + DAY + "/" + entity + ".json, page 1: " + reason + "/" + entity
                        + " was refused\nHINT: look whether the ERP is up");
    }

    private static String print(List<StepResult> results) {
        StringWriter text = new StringWriter();
        assertThat(new ResultTable(new PrintWriter(text)).print(new RunId("r"), results))
                .isEqualTo(CatwingCommand.FAILED);
        return text.toString();
    }

    @Test
    void ten_entities_with_one_cause_are_one_message_with_the_list() {
        List<StepResult> results = new ArrayList<>();
        for (Entity entity : Entity.values()) {
            results.add(failed(CLIENT, entity, "the connection to http://erp:1"));
        }

        String text = print(results);

        assertThat(text).containsOnlyOnce("HINT: ").contains("fetch of CW-000200 failed for one reason 10 times:");
        for (Entity entity : Entity.values()) {
            assertThat(text).contains("  " + entity + " 2026-02-24" + System.lineSeparator());
        }
        assertThat(text).contains("run r: 10 failed");
    }

    @Test
    void one_cause_of_many_files_says_how_many_entities_it_hit() {
        List<StepResult> results = new ArrayList<>();
        for (int day = 0; day < 3; day++) {
            for (Entity entity : List.of(Entity.PRODUCTS, Entity.SUPPLIERS)) {
                results.add(StepResult.failed(
                        "fetch",
                        CLIENT,
                        entity.toString(),
                        DAY.plusDays(day),
                        "the login for " + entity + " of " + DAY.plusDays(day) + " failed\nHINT: set CW_000200_KEY"));
            }
        }

        assertThat(print(results))
                .containsOnlyOnce("HINT: ")
                .contains("fetch of CW-000200 failed for one reason 6 times, in 2 entities:");
    }

    @Test
    void files_that_no_rule_fits_are_named_although_nothing_failed() {
        String text = print(List.of(
                StepResult.alreadyThere("client-data", CLIENT, "other files", null)
                        .noted("1 file is not read: a (1).xlsx"),
                StepResult.alreadyThere("product-images", CLIENT, "load", null).noted("1 file is not read: b (1).jpg"),
                failed(CLIENT, Entity.PRODUCTS, "the connection to http://erp:1")));

        assertThat(text)
                .contains(
                        "note on CW-000200 other files: 1 file is not read: a (1).xlsx",
                        "note on CW-000200 load: 1 file is not read: b (1).jpg");
    }

    @Test
    void a_run_that_leaves_clients_out_is_not_well_although_nothing_failed() {
        StringWriter text = new StringWriter();
        List<Problem> leftOut = new ArrayList<>();
        for (int file = 10; file < 35; file++) {
            Path path = Path.of("clients/CW-0000" + file + ".yaml");
            leftOut.add(new Problem(path, 3, 7, "no 'erp'", "write it"));
            leftOut.add(new Problem(path, 4, 7, "no 'entities'", "write them"));
        }

        int exit = new ResultTable(new PrintWriter(text), new LeftOut(leftOut))
                .print(new RunId("r"), List.of(StepResult.done("fetch", CLIENT, "products", DAY, 1, 0, 1)));

        assertThat(exit).isEqualTo(CatwingCommand.FAILED);
        assertThat(text.toString().lines().filter(line -> line.startsWith("left out: ")))
                .hasSize(20)
                .startsWith(
                        "left out: clients/CW-000010.yaml:3:7: no 'erp'",
                        "left out: clients/CW-000011.yaml:3:7: no 'erp'");
        assertThat(text.toString())
                .contains("… and 5 more files", "HINT: correct the files;", "run r: 0 failed; clients are left out")
                .doesNotContain("all is well");
    }

    @Test
    void other_causes_and_other_clients_have_messages_of_their_own() {
        ClientId other = new ClientId("CW-000151");

        String text = print(List.of(
                failed(CLIENT, Entity.PRODUCTS, "the connection to http://erp:1"),
                failed(CLIENT, Entity.INVENTORY, "the key for http://erp:1"),
                failed(other, Entity.PRODUCTS, "the connection to http://erp:1")));

        assertThat(text.split("HINT: ", -1)).hasSize(4);
        assertThat(text)
                .contains("fetch of CW-000200 products 2026-02-24 failed: raw-data/CW-000200/")
                .contains("fetch of CW-000200 inventory 2026-02-24 failed: ")
                .contains("fetch of CW-000151 products 2026-02-24 failed: ");
    }

    @Test
    void folded_results_count_as_those_that_they_stand_for() {
        List<StepResult> results = new ArrayList<>();
        for (int day = 0; day < 30; day++) {
            results.add(StepResult.failed("load", CLIENT, "products", DAY.plusDays(day), "no JSON\nHINT: look"));
        }
        results.add(folded(Outcome.FAILED, 1_200, 0, 0, "no JSON\nHINT: look"));
        results.add(StepResult.done("load", CLIENT, "products", DAY, 1, 0, 1));
        results.add(folded(Outcome.DONE, 70_000, 140_000, 30, null));
        results.add(folded(Outcome.DONE, 500, 1_000, 0, "5 records are left out"));

        String text = print(results);

        assertThat(text)
                .contains("| load  | CW-000200 | products | 70,501 |  1,230 | 141,001 |       30 |")
                .contains("load of CW-000200 failed for one reason 30 times:")
                .contains("… and 1200 more; 'catwing status' shows the last of each.")
                .contains("note on CW-000200 products: 5 records are left out")
                .contains("… and 499 more such notes; ops.run_step has all of them.")
                .contains("run r: 1230 failed");
    }

    private static StepResult folded(Outcome outcome, long files, long records, long rejected, String message) {
        return new StepResult("load", CLIENT, "products", null, outcome, records, rejected, 0, message, files, false);
    }
}
