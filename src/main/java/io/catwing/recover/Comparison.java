package io.catwing.recover;

import io.catwing.postgres.Digests.Digest;
import java.util.List;

/**
 * What two databases have in common, table by table.
 *
 * @param here name of the first
 * @param there name of the second
 */
public record Comparison(String here, String there, List<Table> tables) {

    /**
     * One table of the two.
     *
     * @param here null where the first database has no such table
     * @param there null where the second has none
     * @param note what is different besides rows; null where there is nothing such
     * @param rows the first differing rows
     */
    public record Table(String name, Digest here, Digest there, String note, List<Row> rows) {
        public boolean equal() {
            return note == null && here.equals(there);
        }
    }

    /**
     * A row that is not the same in both.
     *
     * @param key column and value, in the key's order; all columns of a table that has no key
     * @param place where it is: in both, or in one only
     * @param cells that differ, of a row that is in both
     */
    public record Row(List<Cell> key, Place place, List<Difference> cells) {}

    /** Where a row is. */
    public enum Place {
        ONLY_HERE,
        ONLY_THERE,
        BOTH
    }

    /** A column's value as text, null for null. */
    public record Cell(String column, String value) {}

    /** A column's two values. */
    public record Difference(String column, String here, String there) {}

    public boolean equal() {
        return tables.stream().allMatch(Table::equal);
    }

    /** The tables that are not equal. */
    public List<Table> different() {
        return tables.stream().filter(table -> !table.equal()).toList();
    }

    /** A row's difference in one line. */
    public String describe(Table table, Row row) {
        StringBuilder text = new StringBuilder(table.name()).append(" (");
        for (int i = 0; i < row.key().size(); i++) {
            Cell cell = row.key().get(i);
            text.append(i == 0 ? "" : ", ").append(cell.column()).append(' ').append(cell.value());
        }
        text.append("): ");
        switch (row.place()) {
            case ONLY_HERE -> text.append("only in ").append(here);
            case ONLY_THERE -> text.append("only in ").append(there);
            case BOTH -> {
                for (int i = 0; i < row.cells().size(); i++) {
                    Difference cell = row.cells().get(i);
                    text.append(i == 0 ? "" : ", ")
                            .append(cell.column())
                            .append(" is ")
                            .append(cell.here())
                            .append(" in ")
                            .append(here)
                            .append(" and ")
                            .append(cell.there())
                            .append(" in ")
                            .append(there);
                }
            }
        }
        return text.toString();
    }
}
