package io.catwing.clientdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The parts of a workbook's zip that are read: found as Excel finds them, by the package's types and relations,
 * and only if they are harmless. Parts that are not needed, such as images, are not even inflated.
 */
final class WorkbookParts implements AutoCloseable {
    private static final String TYPES = "[Content_Types].xml";
    private static final String PACKAGE = "_rels/.rels";

    /** Of workbooks, templates and those with macros, transitional or strict. */
    private static final Pattern MAIN =
            Pattern.compile("(?i)application/vnd\\.(openxmlformats-officedocument\\.spreadsheetml"
                    + "\\.(sheet|template)|ms-excel\\.(sheet|template)\\.macroEnabled)\\.main\\+xml");

    private static final List<String> RELATIONS = List.of(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships");

    /** Sheets without cells. */
    private static final Pattern OTHER_SHEET = Pattern.compile(".*/(chartsheet|dialogsheet|xlMacrosheet)");

    private static final int MOST_ENTRIES = 5_000;
    private static final int MOST_SHEETS = 255;
    /** Excel allows 31, others more. */
    private static final int LONGEST_NAME = 255;

    private static final int MOST_ELEMENTS = 500_000;

    private final ZipFile zip;
    private final Inflation inflation;
    private final Map<String, ZipArchiveEntry> entries = new HashMap<>();
    private final List<Sheet> sheets = new ArrayList<>();
    private final Map<String, Relation> relations = new HashMap<>();
    private List<String> texts = List.of();
    private List<String> formats = List.of();
    private String main;
    private boolean from1904;

    /** One that is not hidden. */
    record Sheet(String name, String relation) {}

    private record Relation(String type, String target) {}

    private WorkbookParts(ZipFile zip, long fileBytes) {
        this.zip = zip;
        this.inflation = new Inflation(fileBytes);
    }

    /** With everything that sheets refer to already read. */
    static WorkbookParts open(Path file) throws IOException, Refusal {
        WorkbookParts parts = new WorkbookParts(zip(file), Files.size(file));
        boolean read = false;
        try {
            parts.read();
            read = true;
            return parts;
        } finally {
            if (!read) {
                parts.close();
            }
        }
    }

    List<Sheet> sheets() {
        return sheets;
    }

    boolean from1904() {
        return from1904;
    }

    /** The rows of a sheet, from its beginning. */
    SheetRows rows(Sheet sheet) throws IOException, Refusal {
        Relation relation = relations.get(sheet.relation());
        if (relation == null) {
            throw Refusal.damaged("it lists a sheet that is not there");
        }
        return new SheetRows(relation.target(), xml(relation.target()), texts, formats);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static ZipFile zip(Path file) throws Refusal {
        try {
            return ZipFile.builder().setPath(file).get();
        } catch (IOException | RuntimeException broken) {
            throw new Refusal(
                    "is cut off or damaged: its zip directory cannot be read",
                    "upload it again; if that does not help, open it in Excel and save it again",
                    broken);
        }
    }

    private void read() throws IOException, Refusal {
        checkEntries();
        walk(TYPES, this::noteType);
        if (main == null) {
            main = entries.containsKey(PACKAGE)
                    ? relations("").values().stream()
                            .filter(relation -> relation.type().endsWith("/officeDocument"))
                            .map(Relation::target)
                            .findFirst()
                            .orElse("xl/workbook.xml")
                    : "xl/workbook.xml";
        }
        walk(main, this::noteSheet);
        relations.putAll(relations(main));
        sheets.removeIf(sheet -> relations.containsKey(sheet.relation())
                && OTHER_SHEET.matcher(relations.get(sheet.relation()).type()).matches());
        if (sheets.isEmpty()) {
            throw new Refusal("has no sheet that is not hidden", "unhide the sheet, or write one");
        }
        String styles = related("/styles", "xl/styles.xml");
        if (styles != null) {
            try (PartXml xml = xml(styles)) {
                formats = NumberFormats.read(styles, xml);
            }
        }
        String table = related("/sharedStrings", "xl/sharedStrings.xml");
        if (table != null) {
            try (PartXml xml = xml(table)) {
                texts = TextTable.read(table, xml);
            }
        }
    }

    /** Null if it is missing; writers that omit the relation use the usual name. */
    private String related(String type, String usual) {
        String part = relations.values().stream()
                .filter(relation -> relation.type().endsWith(type))
                .map(Relation::target)
                .findFirst()
                .orElse(usual);
        return entries.containsKey(key(part)) ? part : null;
    }

    private void checkEntries() throws Refusal {
        Enumeration<ZipArchiveEntry> all = zip.getEntries();
        while (all.hasMoreElements()) {
            ZipArchiveEntry entry = all.nextElement();
            if (entry.getGeneralPurposeBit().usesEncryption()) {
                throw new Refusal("is protected by a password", "save it without one");
            }
            if (entries.put(key(entry.getName()), entry) != null) {
                throw Refusal.damaged("its zip holds " + Refusal.shown(entry.getName()) + " twice");
            }
            if (entries.size() > MOST_ENTRIES) {
                throw Refusal.damaged(String.format("its zip holds more than %,d files", MOST_ENTRIES));
            }
        }
        if (entries.containsKey("xl/workbook.bin")) {
            throw new Refusal("is a binary workbook (.xlsb)", FileForm.SAVE_AS);
        }
        if (entries.containsKey("content.xml") && entries.containsKey("mimetype")) {
            throw new Refusal("is an OpenDocument spreadsheet (.ods)", FileForm.SAVE_AS);
        }
        if (!entries.containsKey(key(TYPES))) {
            throw new Refusal("is a zip, but no Excel workbook: it has no " + TYPES, "upload the workbook itself");
        }
    }

    /** Names of parts are case-insensitive, and some writers separate folders by backslashes. */
    private static String key(String name) {
        String plain = name.replace('\\', '/').toLowerCase(Locale.ROOT);
        return plain.startsWith("/") ? plain.substring(1) : plain;
    }

    private interface Element {
        void begin(PartXml xml) throws Refusal;
    }

    private void walk(String part, Element element) throws IOException, Refusal {
        int elements = 0;
        try (PartXml xml = xml(part)) {
            for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
                if (event == XMLStreamConstants.START_ELEMENT) {
                    if (++elements > MOST_ELEMENTS) {
                        throw Refusal.damaged(
                                String.format("%s has more than %,d elements", Refusal.shown(part), MOST_ELEMENTS));
                    }
                    element.begin(xml);
                }
            }
        }
    }

    private void noteType(PartXml xml) throws Refusal {
        String type = xml.attribute("ContentType");
        String part = xml.attribute("PartName");
        if (xml.name().equals("Override")
                && type != null
                && part != null
                && MAIN.matcher(type).matches()) {
            if (main != null) {
                throw Refusal.damaged(TYPES + " names two parts of the type " + Refusal.shown(type));
            }
            main = resolved("", part);
        }
    }

    private void noteSheet(PartXml xml) throws Refusal {
        if (xml.name().equals("workbookPr")) {
            String value = xml.attribute("date1904");
            from1904 = "1".equals(value) || "true".equals(value);
        } else if (xml.name().equals("sheet")) {
            String name = String.valueOf(xml.attribute("name"));
            if (name.length() > LONGEST_NAME) {
                throw Refusal.damaged("it has a sheet with a name of more than " + LONGEST_NAME + " characters");
            }
            String state = xml.attribute("state");
            if (!"hidden".equals(state) && !"veryHidden".equals(state)) {
                sheets.add(new Sheet(name, relation(xml)));
            }
            if (sheets.size() > MOST_SHEETS) {
                throw Refusal.damaged("it has more than " + MOST_SHEETS + " sheets");
            }
        }
    }

    private static String relation(PartXml xml) {
        return RELATIONS.stream()
                .map(namespace -> xml.attribute(namespace, "id"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    /** Of a part, or of the package, by their ids. */
    private Map<String, Relation> relations(String part) throws IOException, Refusal {
        String folder = part.substring(0, part.lastIndexOf('/') + 1);
        String name = folder + "_rels/" + part.substring(folder.length()) + ".rels";
        Map<String, Relation> all = new HashMap<>();
        walk(name, xml -> {
            String id = xml.attribute("Id");
            String target = xml.attribute("Target");
            boolean outside = "External".equalsIgnoreCase(xml.attribute("TargetMode"));
            if (xml.name().equals("Relationship") && !outside) {
                Relation relation = new Relation(
                        String.valueOf(xml.attribute("Type")), target == null ? "" : resolved(folder, target));
                if (id == null || target == null || all.put(id, relation) != null) {
                    throw Refusal.damaged(name + " has a relation without an id or a target, or two with the same id");
                }
            }
        });
        return all;
    }

    /** The zip entry of a part that is named relative to a folder, or, with a slash, from the top. */
    private static String resolved(String folder, String target) {
        String plain = target.replace('\\', '/');
        Deque<String> path = new ArrayDeque<>();
        for (String step : (plain.startsWith("/") ? plain : folder + plain).split("/")) {
            if (step.equals("..")) {
                path.pollLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                path.addLast(step);
            }
        }
        return String.join("/", path);
    }

    private PartXml xml(String part) throws IOException, Refusal {
        ZipArchiveEntry entry = entries.get(key(part));
        if (entry == null) {
            throw new Refusal(
                    "is a zip, but no whole Excel workbook: it has no " + Refusal.shown(part), FileForm.SAVE_AS);
        }
        try {
            return new PartXml(Refusal.shown(part), zip.getInputStream(entry), entry.getCrc(), inflation);
        } catch (IOException | RuntimeException broken) {
            throw Refusal.damaged(Refusal.shown(part) + " cannot be inflated: " + broken.getMessage(), broken);
        }
    }
}
