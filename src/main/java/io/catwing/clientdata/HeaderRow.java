package io.catwing.clientdata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What the cells of a row mean when they are taken for headers. */
final class HeaderRow {
    private static final int TOLD = 30;

    /** What is looked at of a header; more than any that means something. */
    private static final int LONGEST = 60;

    private final WorkbookKind kind;
    private final int number;
    private final List<String> headers;
    /** A place a field of the kind, -1 where the row has none. */
    private final int[] places;

    private HeaderRow(WorkbookKind kind, int number, List<String> headers, int[] places) {
        this.kind = kind;
        this.number = number;
        this.headers = headers;
        this.places = places;
    }

    static HeaderRow of(WorkbookKind kind, SheetRow row) {
        List<String> headers = new ArrayList<>();
        for (SheetCell cell : row.cells()) {
            String header = CellValue.shown(cell);
            headers.add(header.length() > LONGEST ? header.substring(0, LONGEST) : header);
        }
        List<String> letters = headers.stream().map(Field::letters).toList();
        int[] places = new int[kind.fields().size()];
        for (int i = 0; i < places.length; i++) {
            places[i] =
                    places(kind.fields().get(i), letters).stream().findFirst().orElse(-1);
        }
        return new HeaderRow(kind, row.number(), headers, places);
    }

    /** A header that is our own name for the column goes before those that merely mean the same. */
    private static List<Integer> places(Field field, List<String> letters) {
        List<Integer> exact = new ArrayList<>();
        List<Integer> similar = new ArrayList<>();
        for (int i = 0; i < letters.size(); i++) {
            if (field.isCalled(letters.get(i))) {
                exact.add(i);
            } else if (field.isMeantBy(letters.get(i))) {
                similar.add(i);
            }
        }
        return exact.isEmpty() ? similar : exact;
    }

    int number() {
        return number;
    }

    /** Where a field's cells are, or -1. */
    int place(int field) {
        return places[field];
    }

    boolean isComplete() {
        return missing().isEmpty();
    }

    /** How many of the fields it has; a row of data or a title has hardly one. */
    long known() {
        return Arrays.stream(places).filter(place -> place >= 0).count();
    }

    /** Two columns with the same meaning: nobody can say which of them counts. */
    void checkUnambiguous(String sheet) throws Refusal {
        for (Field field : kind.fields()) {
            List<Integer> all =
                    places(field, headers.stream().map(Field::letters).toList());
            if (all.size() > 1) {
                throw new Refusal(
                        "has the column " + field.name() + " twice in row " + number + " of sheet '" + sheet + "': "
                                + all.stream()
                                        .map(i -> "'" + headers.get(i) + "'")
                                        .collect(Collectors.joining(" and ")),
                        "rename or remove one of them");
            }
        }
    }

    List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            if (places[i] < 0 && kind.fields().get(i).columnNeeded()) {
                missing.add(kind.fields().get(i).name());
            }
        }
        return missing;
    }

    /** As they stand there, without empty ones. */
    List<String> headers() {
        return headers.stream().filter(header -> !header.isEmpty()).limit(TOLD).toList();
    }

    /** Headers that mean nothing to us. */
    List<String> ignored() {
        List<String> ignored = new ArrayList<>();
        for (int i = 0; i < headers.size() && ignored.size() < TOLD; i++) {
            int at = i;
            if (!headers.get(i).isEmpty() && Arrays.stream(places).noneMatch(place -> place == at)) {
                ignored.add(headers.get(i));
            }
        }
        return ignored;
    }
}
