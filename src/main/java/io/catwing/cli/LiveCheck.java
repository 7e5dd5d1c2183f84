package io.catwing.cli;

import io.catwing.client.Client;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.Expression;
import io.catwing.failure.Cause;
import io.catwing.failure.Failure;
import io.catwing.load.mapping.MappingPreview;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** {@code catwing check --live}: what a page of each entity fits of its mapping, and what not. Stores nothing. */
final class LiveCheck {
    /** Of a page that many rejects are told; they repeat themselves. */
    private static final int TOLD = 3;

    private final Erp erp;
    private final PrintWriter out;

    /** Asks for the first records of a page. */
    @FunctionalInterface
    interface Erp {
        List<String> records(Client client, Entity entity);
    }

    LiveCheck(Erp erp, PrintWriter out) {
        this.erp = erp;
        this.out = out;
    }

    /** @return everything fits */
    boolean check(Client client, Collection<EntitySpec> entities) {
        boolean fits = true;
        Map<String, List<String>> hit = new LinkedHashMap<>();
        Map<String, String> told = new LinkedHashMap<>();
        for (EntitySpec spec : entities) {
            List<String> records;
            try {
                records = erp.records(client, spec.entity());
            } catch (Failure failure) {
                String message = Failure.describe(failure);
                String cause = Cause.of(message, spec.entity().toString());
                hit.computeIfAbsent(cause, same -> new ArrayList<>())
                        .add(spec.entity().toString());
                told.putIfAbsent(cause, message);
                continue;
            }
            fits &= fits(client, spec, records);
        }
        hit.forEach((cause, names) -> out.printf(
                "%s %s failed%s: %s%n",
                client.id(),
                Cause.names(names),
                names.size() == 1 ? "" : " for one reason, " + names.size() + " entities",
                told.get(cause)));
        out.flush();
        return fits && hit.isEmpty();
    }

    private boolean fits(Client client, EntitySpec spec, List<String> records) {
        String name = client.id() + " " + spec.entity();
        if (records.isEmpty()) {
            out.printf("%s: the answer holds no record; ask for another --date%n", name);
            return true;
        }
        MappingPreview.Preview preview = MappingPreview.of(client, spec, records);
        int rejected = preview.rejected().size();
        out.printf(
                "%s: %s of a page of %d%s%n",
                name,
                rejected == 0 ? "everything fits" : rejected + " rejected",
                records.size(),
                preview.excluded() == 0 ? "" : ", " + preview.excluded() + " left out by where");
        preview.rejected().stream().limit(TOLD).forEach(reason -> out.printf("  %s%n", reason));
        if (rejected > TOLD) {
            out.printf("  … and %d more%n", rejected - TOLD);
        }
        List<String> nothing = empty(spec.mapping().columns(), preview.columns(), preview.rows());
        nothing.addAll(empty(spec.mapping().lineColumns(), preview.lineColumns(), preview.lines()));
        if (!nothing.isEmpty()) {
            out.printf("  without a value in every record: %s%n", String.join(", ", nothing));
        }
        if (!preview.formats().isEmpty()) {
            out.println("  to be declared below formats: of erp or of the entity, if the values mean this:");
            preview.formats().forEach(line -> out.printf("    %s%n", line));
        }
        return rejected == 0;
    }

    private static List<String> empty(Map<String, Expression> mapped, List<String> columns, List<List<String>> rows) {
        List<String> empty = new ArrayList<>();
        IntStream.range(0, rows.isEmpty() ? 0 : columns.size())
                .filter(column -> rows.stream().allMatch(row -> row.get(column) == null))
                .mapToObj(columns::get)
                .filter(mapped::containsKey)
                .forEach(column -> empty.add(column + " " + source(mapped.get(column))));
        return empty;
    }

    private static String source(Expression from) {
        String place = from.at() != null ? from.at().toString() : "jq";
        return "(" + (from.parent() ? "^" : "") + place + ")";
    }
}
