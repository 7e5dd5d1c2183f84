package io.catwing.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.clientdata.Rejection;
import io.catwing.clientdata.WorkbookCheck;
import io.catwing.clientdata.WorkbookKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoWorkbooksTest {
    private static final DemoOptions OPTIONS = DemoOptions.of(LocalDate.of(2026, 2, 11), 14);

    @TempDir
    Path folder;

    @Test
    void each_client_has_three_workbooks_and_one_of_them_makes_three_mistakes() throws IOException {
        SortedMap<String, String> told = new TreeMap<>();
        for (Map.Entry<String, Path> file : DemoWorkbooks.write(folder, OPTIONS).entrySet()) {
            WorkbookKind kind = WorkbookKind.ofFile(
                            file.getValue().getFileName().toString())
                    .orElseThrow();
            WorkbookCheck.Report report = WorkbookCheck.check(file.getValue(), kind);
            told.put(
                    file.getKey(),
                    report.rows() + " "
                            + report.rejections().stream()
                                    .map(Rejection::reason)
                                    .toList());
        }

        assertThat(told)
                .hasSize(6)
                .containsEntry("client-data/CW-000200/supplier-availability/static_suppliers_list.xlsx", "12 []")
                .containsEntry("client-data/CW-000200/supplier-availability/locations.xlsx", "8 []")
                .containsEntry(
                        "client-data/CW-000151/supplier-availability/static_suppliers_list.xlsx", "11 [not a number]")
                .containsEntry("client-data/CW-000151/locations.xlsx", "8 [the same location_id as in row 9]")
                .hasEntrySatisfying(
                        "client-data/CW-000200/supplier-availability/supply_network_config.xlsx",
                        rules -> assertThat(rules).matches("[3-9][0-9] \\[]"))
                .hasEntrySatisfying("client-data/CW-000151/supply_network_config.xlsx", rules -> assertThat(rules)
                        .matches("[3-9][0-9] \\[a rule is for a product or for a category, not for both]"));
    }

    @Test
    void the_same_options_give_the_same_bytes() throws IOException {
        SortedMap<String, Path> once = DemoWorkbooks.write(folder.resolve("once"), OPTIONS);
        SortedMap<String, Path> again =
                DemoWorkbooks.write(folder.resolve("again"), DemoOptions.of(LocalDate.of(2026, 2, 11), 3));

        assertThat(again.keySet()).isEqualTo(once.keySet());
        for (String key : once.keySet()) {
            assertThat(Files.mismatch(once.get(key), again.get(key))).as(key).isEqualTo(-1);
            assertThat(Files.readAllBytes(once.get(key))).isNotEmpty();
        }
    }
}
