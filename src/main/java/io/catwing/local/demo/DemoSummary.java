package io.catwing.local.demo;

import io.catwing.app.Pipeline;
import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.StoredObject;
import io.catwing.cli.Tables;
import io.catwing.cli.Tables.TableColumn;
import io.catwing.client.ClientId;
import io.catwing.job.KeyFigures;
import io.catwing.job.Status;
import io.catwing.postgres.Digests.Digest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the demo shows when its days are over: the content of S3, what follows from it, and the statistics. */
final class DemoSummary {
    private final PrintWriter out;
    private final Pipeline pipeline;

    DemoSummary(PrintWriter out, Pipeline pipeline) {
        this.out = out;
        this.pipeline = pipeline;
    }

    private record Figure(String name, Function<KeyFigures, Object> value) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("net revenue", KeyFigures::netRevenue),
            new Figure("returned %", KeyFigures::returnPercent),
            new Figure("class A products", KeyFigures::classAProducts),
            new Figure("out of stock", KeyFigures::stockOuts),
            new Figure("days of cover", KeyFigures::daysOfCover),
            new Figure("fill rate %", KeyFigures::fillPercent),
            new Figure("on time %", KeyFigures::onTimePercent),
            new Figure("lead time in days", KeyFigures::leadTimeDays));

    private record Prefix(String name, long objects, long bytes, String what) {}

    private record Schema(String name, long tables, long rows, String most) {}

    void print(SortedMap<String, Digest> digests) {
        out.println("\nIn S3:");
        out.println(Tables.table(
                prefixes(),
                Tables.text("prefix", Prefix::name),
                Tables.number("objects", Prefix::objects),
                Tables.size("size", Prefix::bytes),
                Tables.text("what", Prefix::what)));
        out.println("\nIn PostgreSQL, all of it a function of S3:");
        out.println(Tables.table(
                schemas(digests),
                Tables.text("schema", Schema::name),
                Tables.number("tables", Schema::tables),
                Tables.number("rows", Schema::rows),
                Tables.text("the largest", Schema::most)));
        out.println("\nWhat the statistics say:");
        Status status = pipeline.bean(Status.class);
        List<KeyFigures> figures =
                DemoCommand.CLIENTS.stream().map(status::figures).toList();
        // A column per client: side by side, the figures would be wider than a terminal.
        List<TableColumn<Figure>> columns = new ArrayList<>();
        columns.add(Tables.text("figure", Figure::name));
        figures.forEach(client -> columns.add(Tables.text(
                client.client().toString(),
                figure -> String.valueOf(figure.value().apply(client)))));
        out.println(Tables.table(FIGURES, columns));
        out.flush();
    }

    private List<Prefix> prefixes() {
        List<Prefix> prefixes = new ArrayList<>();
        for (ClientId client : DemoCommand.CLIENTS) {
            try (Stream<RawFile> files = pipeline.bean(RawFiles.class).list(client)) {
                List<RawFile> all = files.toList();
                long days = all.stream().map(f -> f.key().date()).distinct().count();
                long bytes = all.stream().mapToLong(RawFile::bytes).sum();
                prefixes.add(new Prefix("raw-data/" + client + "/", all.size(), bytes, days + " days, for good"));
            }
        }
        Map<Area, String> what = new TreeMap<>(Map.of(
                Area.CLIENT_DATA, "workbooks that people upload",
                Area.PRODUCT_IMAGES, "images of products",
                Area.ML_OUTPUT, "features, models, predictions",
                Area.DB_BACKUPS, "verified dumps"));
        what.forEach((area, words) -> {
            try (Stream<StoredObject> objects = pipeline.bean(ObjectStore.class).list(area, "")) {
                List<StoredObject> all = objects.toList();
                prefixes.add(new Prefix(
                        area.prefix(),
                        all.size(),
                        all.stream().mapToLong(StoredObject::bytes).sum(),
                        words));
            }
        });
        return prefixes;
    }

    private static List<Schema> schemas(SortedMap<String, Digest> digests) {
        SortedMap<String, List<Map.Entry<String, Digest>>> bySchema = new TreeMap<>();
        digests.entrySet().forEach(table -> bySchema.computeIfAbsent(
                        table.getKey().substring(0, table.getKey().indexOf('.')), s -> new ArrayList<>())
                .add(table));
        return bySchema.entrySet().stream()
                .map(schema -> schema(schema.getKey(), schema.getValue()))
                .toList();
    }

    private static Schema schema(String name, List<Map.Entry<String, Digest>> tables) {
        String most = tables.stream()
                .sorted((a, b) -> Long.compare(b.getValue().rows(), a.getValue().rows()))
                .limit(3)
                .map(table -> String.format(
                        "%s %,d",
                        table.getKey().substring(name.length() + 1),
                        table.getValue().rows()))
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        long rows = tables.stream().mapToLong(table -> table.getValue().rows()).sum();
        return new Schema(name, tables.size(), rows, most);
    }
}
