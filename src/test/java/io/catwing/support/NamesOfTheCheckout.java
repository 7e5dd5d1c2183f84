package io.catwing.support;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** What there is to be named: files, classes, routes, variables. */
public final class NamesOfTheCheckout {
    /** A word of at least two humps: {@code RawKey}, not {@code Postgres} and not {@code CSV}. */
    public static final Pattern TYPE = Pattern.compile("(?<![\\w$@./-])([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+)(?![\\w-])");

    private static final List<String> ROOTS = List.of(
            ".ci", ".github", "bench", "clients", "db", "docs", "examples", "guards", "k8s", "observability", "src");
    private static final List<String> BASES =
            List.of("", "src/main/resources", "src/main/java/io/catwing", "src/test/java/io/catwing");
    /** Types, and attributes of MBeans. */
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class |interface |record |enum |get)(\\w+)");

    private static final Pattern IMPORTED = Pattern.compile("import (?:static )?([\\w.]+);");
    private static final Pattern VARIABLE = Pattern.compile("(?:\"|\\$\\{)(CATWING_\\w+)[\":]");
    private static final Pattern PROPERTY = Pattern.compile("(?:\"|\\{|-D)(catwing\\.[a-z][a-z.-]*)");

    /** Names of others, and examples. */
    private static final Set<String> FOREIGN = Set.of(
            "--db-url",
            "--window",
            "service.json",
            "AdventureWorks",
            "BytesInputDecompressor",
            "CamelHttpUri",
            "CamelRestHttpUri",
            "CatWing",
            "CatwingClient",
            "CatwingEvent",
            "CatwingRun",
            "ConditionalRequestConflict",
            "ConfigMap",
            "ConfigMaps",
            "NetSuite",
            "CronJobs",
            "EncryptedPackage",
            "JavaScript",
            "LibreOffice",
            "InvoiceDate",
            "InvoiceNo",
            "StockCode",
            "UnitPrice",
            "Products",
            "Vendors",
            "Inventory",
            "PurchaseOrders",
            "Receipts",
            "ListBucketResult",
            "Locations",
            "Locations.xlsx",
            "NAME.camel.yaml",
            "OpenDocument",
            "PriceLists",
            "PrometheusRule",
            "SplitMix64",
            "Stores",
            "TwelveMonkeys",
            "WriteContext",
            "aws-chunked",
            "catwing-database-ca",
            "catwing-masters",
            "catwing-probe",
            "catwing-routes",
            "catwing.client",
            "sql/migration/V001__sales_by_region.sql",
            "sql/stats/sales_by_region.sql",
            "config.json",
            "json-array",
            "lead-time");

    private final List<Path> files = new ArrayList<>();
    private final Set<String> types = new HashSet<>();
    private final Set<String> variables = new HashSet<>();
    private final Set<String> properties = new HashSet<>();

    public NamesOfTheCheckout() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""))) {
            files.addAll(top.filter(Files::isRegularFile).toList());
        }
        for (String root : ROOTS) {
            if (Files.exists(Path.of(root))) {
                try (Stream<Path> below = Files.walk(Path.of(root))) {
                    files.addAll(below.filter(Files::isRegularFile).toList());
                }
            }
        }
        for (Path source : files("java", "yaml", "")) {
            String text = Files.readString(source);
            if (source.toString().endsWith(".java")) {
                DECLARED.matcher(text).results().forEach(type -> types.add(type.group(1)));
                IMPORTED.matcher(text)
                        .results()
                        .forEach(type -> types.addAll(List.of(type.group(1).split("\\."))));
            }
            PROPERTY.matcher(text).results().forEach(property -> property(property.group(1)));
            if (text.contains("\n@ConfigurationProperties(")) {
                settings(source);
            }
            if (!source.startsWith("src/test")) {
                VARIABLE.matcher(text).results().forEach(named -> variables.add(named.group(1)));
            }
        }
    }

    /** Files of the checkout with one of these extensions; an empty one is of files without any. */
    public List<Path> files(String... extensions) {
        return files.stream()
                .filter(file -> {
                    String name = file.getFileName().toString();
                    return List.of(extensions).contains(name.contains(".") ? name.replaceFirst(".*\\.", "") : "");
                })
                .toList();
    }

    public boolean isForeign(String name) {
        return FOREIGN.contains(name);
    }

    /** Whether a class of ours, or one that a class of ours imports, has this name. */
    public boolean isType(String name) {
        return types.contains(name) || FOREIGN.contains(name) || isOfJava(name) && types.add(name);
    }

    /** Whether what this text looks like exists; true where it looks like nothing that is known here. */
    public boolean exists(String text) {
        if (FOREIGN.contains(text)) {
            return true;
        }
        if (text.matches("direct:[a-z-]+") || text.matches("[a-z]+(-[a-z]+)+")) {
            return isFile(text.replace("direct:", "") + ".camel.yaml");
        }
        if (text.matches("[A-Z][a-z0-9]+([A-Z][a-z0-9]+)*([.#]\\w+)?")) {
            return isType(text.split("[.#]")[0]);
        }
        if (text.matches("CATWING_\\w+[A-Z](=.*)?")) {
            return variables.contains(text.replaceFirst("=.*", ""));
        }
        if (text.matches("catwing\\.[a-z.-]+")) {
            return properties.stream().anyMatch(property -> (property + ".").startsWith(text + "."));
        }
        if (text.matches("[\\w.-]+\\.(sql|yaml|md|java|py|patch|xml|json)")) {
            return isFile(text);
        }
        return !text.matches("\\w[\\w.-]*/.*|\\.\\w+/.*") || isPath(text);
    }

    private boolean isFile(String name) {
        return files.stream().anyMatch(file -> file.endsWith(name));
    }

    private boolean isPath(String text) {
        String path = text.split(" ")[0].replaceFirst("[^/]*([<{*…]|NAME|verb-noun).*", "");
        String first = path.split("/")[0];
        // What a build and a home hold comes and goes.
        boolean ours = !first.equals("target")
                && !first.equals(".catwing")
                && BASES.stream().anyMatch(base -> Files.isDirectory(Path.of(base, first)));
        return !ours
                || BASES.stream().anyMatch(base -> Files.exists(Path.of(base, path)))
                || isFile(path + ".sql")
                || isFile(path + ".java");
    }

    private void settings(Path source) {
        String name = source.toString().replaceFirst("src/main/java/", "").replaceFirst("\\.java$", "");
        Class<?> type;
        try {
            type = Class.forName(name.replace('/', '.'));
        } catch (ClassNotFoundException gone) {
            throw new IllegalStateException(gone);
        }
        settings(type.getAnnotation(ConfigurationProperties.class).value(), type);
    }

    /** Those of records within, too; documents call what a user names "ops". */
    private void settings(String prefix, Class<?> type) {
        for (RecordComponent setting : type.getRecordComponents()) {
            String name = prefix + "."
                    + setting.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            property(name);
            if (setting.getType().isRecord()) {
                settings(name, setting.getType());
            } else if (setting.getGenericType() instanceof ParameterizedType map
                    && map.getActualTypeArguments().length == 2
                    && map.getActualTypeArguments()[1] instanceof Class<?> named
                    && named.isRecord()) {
                settings(name + ".ops", named);
            }
        }
    }

    /** As Spring binds it: {@code catwing.load.bulk-bytes} is CATWING_LOAD_BULKBYTES or CATWING_LOAD_BULK_BYTES. */
    private void property(String name) {
        properties.add(name);
        String variable = name.replace('.', '_').toUpperCase(Locale.ROOT);
        variables.add(variable.replace("-", ""));
        variables.add(variable.replace('-', '_'));
    }

    private static boolean isOfJava(String name) {
        try {
            Class.forName("java.lang." + name);
            return true;
        } catch (ClassNotFoundException none) {
            return false;
        }
    }
}
