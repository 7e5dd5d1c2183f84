package io.catwing.clientdata;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes an empty workbook for people to fill in. Called by {@code catwing client-data template}. */
public final class WorkbookTemplate {
    private static final int WIDTH = 24;
    /** In points: the height of a comment is two rows. */
    private static final int HEIGHT = 60;

    private static final String TEXT = "@";

    private WorkbookTemplate() {}

    /**
     * One sheet with the headers; their comments say what to write below them, and show an example.
     *
     * @param file must not exist yet
     */
    public static void write(WorkbookKind kind, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
                Workbook workbook = new Workbook(out, "CatWing", null)) {
            Worksheet sheet = workbook.newWorksheet(kind.fileName().replace(".xlsx", ""));
            List<Field> fields = kind.fields();
            for (int column = 0; column < fields.size(); column++) {
                Field field = fields.get(column);
                sheet.value(0, column, field.name());
                sheet.style(0, column)
                        .bold()
                        .wrapText(true)
                        .verticalAlignment("top")
                        .fillColor(field.need() == Field.Need.CELL ? "FFE699" : "DDEBF7")
                        .set();
                sheet.comment(0, column, comment(field));
                sheet.width(column, WIDTH);
                if (field.name().endsWith("_id")) {
                    // Otherwise Excel turns 00123 into 123, and rounds after 15 digits.
                    sheet.style(column).format(TEXT).set();
                }
            }
            sheet.rowHeight(0, HEIGHT);
            sheet.freezePane(0, 1);
        }
    }

    private static String comment(Field field) {
        String need =
                switch (field.need()) {
                    case CELL -> "Needed in every row. ";
                    case COLUMN -> "The column must be there; a cell may be empty. ";
                    case OPTIONAL -> "May be left empty. ";
                };
        return need + field.note() + "\nExample: " + field.example();
    }
}
