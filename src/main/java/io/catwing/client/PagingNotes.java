package io.catwing.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What can be said of a paging without the network: where the loss of a page would go unnoticed. */
final class PagingNotes {
    private PagingNotes() {}

    /** Lines to print, one per cause with the entities that it applies to. */
    static List<String> of(Client client) {
        Map<String, List<String>> notes = new LinkedHashMap<>();
        for (EntitySpec spec : client.entities().values()) {
            for (String note : notes(spec)) {
                notes.computeIfAbsent(note, n -> new ArrayList<>())
                        .add(spec.entity().toString());
            }
        }
        return notes.entrySet().stream()
                .map(note -> "   note: " + String.join(", ", note.getValue()) + ": " + note.getKey())
                .toList();
    }

    private static List<String> notes(EntitySpec spec) {
        List<String> notes = new ArrayList<>();
        Paging.Stop stop = Paging.stop(spec.paging());
        boolean counted =
                spec.envelope().total() != null || spec.total() != null || stop != null && stop.total() != null;
        if (stop != null && stop.shortPage() && !counted) {
            notes.add("stop.short_page without envelope.total: where no page is full, one more is asked for");
        }
        if (spec.paging() instanceof Paging.Offset offset && offset.first() == 1 && !counted) {
            notes.add(
                    "offset with first: 1 without envelope.total: if the ERP counts from 0, its first record is left out");
        }
        if (spec.paging() instanceof Paging.NextLink && !counted) {
            notes.add("next_link without envelope.total: nothing shows whether all pages came");
        }
        int size = size(spec.paging());
        if (size > 0 && spec.requests().stream().anyMatch(request -> !names(request, size))) {
            notes.add("paging.size is " + size + ", but the request asks for no size: put {{size}} into it");
        }
        return notes;
    }

    /** By the variable, or in figures. */
    private static boolean names(RequestSpec request, int size) {
        String figures = "(?s).*(?<![0-9])" + size + "(?![0-9]).*";
        return Stream.of(
                        Stream.of(request.path(), request.body() == null ? "" : request.body()),
                        request.query().values().stream(),
                        request.headers().values().stream())
                .flatMap(texts -> texts)
                .anyMatch(text -> text.contains("{{size}}") || text.matches(figures));
    }

    private static int size(Paging paging) {
        if (paging instanceof Paging.Page page) {
            return page.size();
        } else if (paging instanceof Paging.Offset offset) {
            return offset.size();
        } else if (paging instanceof Paging.Keyset keyset) {
            return keyset.size();
        } else if (paging instanceof Paging.Version version) {
            return version.size();
        }
        return 0;
    }
}
