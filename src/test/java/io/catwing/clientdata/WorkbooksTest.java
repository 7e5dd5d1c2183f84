package io.catwing.clientdata;

import static io.catwing.clientdata.Sheets.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.clientdata.Sheets.Collected;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class WorkbooksTest {
    @TempDir
    Path folder;

    private Workbooks with(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text.replace("|", "\n"));
        return new Workbooks(folder);
    }

    @Test
    void a_name_of_the_users_own_for_a_column_is_read_like_the_products() throws Exception {
        WorkbookKind kind = with("locations.yaml", "kind: [Standorttyp]|region:|  - Vertriebsgebiet (neu)|  - Land")
                .sound()
                .of(WorkbookKind.LOCATIONS);
        Path file = Sheets.write(
                folder.resolve("l.xlsx"),
                row("Location ID", "Name", "STANDORTTYP", "Vertriebsgebiet"),
                row("L1", "York", "shop", "North"));

        assertThat(Collected.of(file, kind).rows).containsExactly("2|L1|York|store|North|-|-|-");
        assertThatThrownBy(() -> Collected.of(file, WorkbookKind.LOCATIONS)).hasMessageContaining("no column kind");
    }

    @Test
    void a_workbook_is_read_again_when_its_names_have_changed_and_only_then() throws IOException {
        Workbooks without = new Workbooks(folder);
        Workbooks with = with("locations.yaml", "region: [Gebiet]");

        assertThat(without.of(WorkbookKind.LOCATIONS).rules()).isEqualTo(WorkbookReader.RULES);
        assertThat(with.of(WorkbookKind.LOCATIONS).rules())
                .isNotEqualTo(WorkbookReader.RULES)
                .isEqualTo(new Workbooks(folder).of(WorkbookKind.LOCATIONS).rules())
                .isNotEqualTo(with("locations.yaml", "region: [Bereich]")
                        .of(WorkbookKind.LOCATIONS)
                        .rules());
        assertThat(with.of(WorkbookKind.SUPPLIERS).rules()).isEqualTo(WorkbookReader.RULES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            textBlock =
                    """
        locations.yaml ! kind: [Art]|region:|  - Gebiet|  - Store Name ! 4:5: region[1] 'Store Name' means the column name of locations.xlsx already ! a header means one column; give this one another name in the workbook
        locations.yaml ! kind: [Art]|region: [art] ! 2:10: region[0] 'art' means the column kind of locations.xlsx already ! a header means one column
        locations.yaml ! region: ["(%)"] ! 1:10: region[0] '(%)' has no letter and no digit ! write what stands in the header
        locations.yaml ! regoin: [Gebiet] ! 1:1: unknown column 'regoin' in the file ! did you mean 'region'?
        """)
    void a_mistake_is_told_with_file_line_reason_and_next_step(String file, String text, String reason, String hint)
            throws IOException {
        assertThat(with(file, text).problems())
                .singleElement()
                .asString()
                .startsWith(folder.resolve(file) + ":" + reason)
                .contains("\n  HINT: " + hint);
    }

    @Test
    void a_file_of_another_name_is_told_and_the_start_refused() throws IOException {
        with("location.yaml", "region: [Gebiet]");

        assertThatThrownBy(
                        () -> new Workbooks(new MockEnvironment().withProperty("catwing.workbooks", folder.toString())))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("1 problem in the names of workbooks' columns:\n" + folder.resolve("location.yaml")
                        + ": is named like no workbook\n  HINT: names are locations.yaml, static_suppliers_list.yaml,"
                        + " supply_network_config.yaml\nHINT: correct them and run ./catwing check");
    }

    @Test
    void no_header_means_two_columns_of_a_workbook() {
        for (WorkbookKind kind : WorkbookKind.values()) {
            Map<String, String> meanings = new HashMap<>();
            for (Field field : kind.fields()) {
                for (String name : field.names()) {
                    assertThat(meanings.putIfAbsent(name, field.name()))
                            .as("%s of %s", name, kind)
                            .isIn(null, field.name());
                }
            }
        }
    }
}
