package io.catwing.clientdata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the cells of a row mean as headers. */
final class HeaderRow {
    private static final int TOLD = 30;

    /** Length of a header that is read; longer than any known one. */
    private static final int LONGEST = 60;

    private final WorkbookKind kind;
    private final int number;
    /** By column from 0, without empty ones. */
    private final SortedMap<Integer, String> headers;

    /** One position per field of the kind, -1 if the row has none. */
    private final int[] places;

    private HeaderRow(WorkbookKind kind, int number, SortedMap<Integer, String> headers, int[] places) {
        this.kind = kind;
        this.number = number;
        this.headers = headers;
        this.places = places;
    }

    static HeaderRow of(WorkbookKind kind, SheetRow row) {
        SortedMap<Integer, String> headers = new TreeMap<>();
        row.cells().forEach((place, cell) -> {
            String header = CellValue.shown(cell);
            if (!header.isEmpty()) {
                headers.put(place, header.length() > LONGEST ? header.substring(0, LONGEST) : header);
            }
        });
        SortedMap<Integer, String> letters = letters(headers);
        int[] places = new int[kind.fields().size()];
        for (int i = 0; i < places.length; i++) {
            places[i] =
                    places(kind.fields().get(i), letters).stream().findFirst().orElse(-1);
        }
        return new HeaderRow(kind, row.number(), headers, places);
    }

    private static SortedMap<Integer, String> letters(SortedMap<Integer, String> headers) {
        SortedMap<Integer, String> letters = new TreeMap<>(headers);
        letters.replaceAll((place, header) -> Field.letters(header));
        return letters;
    }

    /** A header that is our own name for the column takes precedence over synonyms. */
    private static List<Integer> places(Field field, SortedMap<Integer, String> letters) {
        List<Integer> exact = new ArrayList<>();
        List<Integer> similar = new ArrayList<>();
        String own = Field.letters(field.name());
        letters.forEach((place, header) -> {
            if (header.equals(own)) {
                exact.add(place);
            } else if (field.isMeantBy(header)) {
                similar.add(place);
            }
        });
        return exact.isEmpty() ? similar : exact;
    }

    int number() {
        return number;
    }

    /** The position of a field's cells, or -1. */
    int place(int field) {
        return places[field];
    }

    boolean isComplete() {
        return missing().isEmpty();
    }

    /** How many of the fields it has; a row of data or a title has hardly any. */
    long known() {
        return Arrays.stream(places).filter(place -> place >= 0).count();
    }

    /** Two columns with the same meaning: it is unknown which of them counts. */
    void checkUnambiguous(String sheet) throws Refusal {
        SortedMap<Integer, String> letters = letters(headers);
        for (Field field : kind.fields()) {
            List<Integer> all = places(field, letters);
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

    /** As written, without empty ones; no more than fit a message. */
    List<String> headers() {
        return headers.values().stream().limit(TOLD).toList();
    }

    /** Headers without a known meaning. */
    List<String> ignored() {
        return headers.entrySet().stream()
                .filter(header -> Arrays.stream(places).noneMatch(place -> place == header.getKey()))
                .map(Map.Entry::getValue)
                .limit(TOLD)
                .toList();
    }
}
