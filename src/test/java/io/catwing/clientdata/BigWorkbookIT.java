package io.catwing.clientdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Child;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workbooks are read row by row: what is kept of a row is its key. */
class BigWorkbookIT {
    private static final int ROWS = 300_000;

    @TempDir
    Path folder;

    @Test
    void three_hundred_thousand_rows_are_read_with_a_small_heap() throws Exception {
        Path file = folder.resolve("supply_network_config.xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "test", null)) {
            Worksheet sheet = workbook.newWorksheet("rules");
            String[] header = {"location", "source kind", "source id", "product id", "category", "lead time", "priority"
            };
            for (int c = 0; c < header.length; c++) {
                sheet.value(0, c, header[c]);
            }
            for (int r = 1; r <= ROWS; r++) {
                sheet.inlineString(r, 0, "L" + r % 300);
                sheet.inlineString(r, 1, "supplier");
                sheet.inlineString(r, 2, "SUP-" + r % 77);
                sheet.inlineString(r, 3, "SKU-" + r);
                sheet.value(r, 5, r % 30);
                sheet.value(r, 6, r % 3);
                if (r % 1000 == 0) {
                    sheet.flush();
                }
            }
        }

        Child check = Child.start(Child.program("-Xmx96m"), Map.of(), folder, "client-data", "check", file.toString());

        assertThat(check.await()).as(check.output()).isZero();
        assertThat(check.output()).isEqualTo(file + ", sheet 'rules': 300,000 rows read, 0 rejected\n");
    }
}
