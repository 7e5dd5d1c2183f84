package io.catwing.clientdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Looks through the parts of a workbook that the library is going to read, in the same order and by the same names, and
 * lets through only what cannot harm it. Parts that nobody reads, such as pictures, are not even inflated.
 */
final class WorkbookParts {
    private static final String TYPES = "[Content_Types].xml";
    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    /** The parts that the library looks for, by the type that the package gives them. */
    private static final Map<String, String> KINDS = Map.of(
            OFFICE + "sheet.main+xml",
            "main",
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            "main",
            OFFICE + "sharedStrings+xml",
            "texts",
            OFFICE + "styles+xml",
            "styles");

    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final int MOST_ENTRIES = 5_000;
    private static final int MOST_SHEETS = 255;
    /** Excel allows 31, others more. */
    private static final int LONGEST_NAME = 255;

    private static final int MOST_ELEMENTS = 500_000;

    private final ZipFile zip;
    private final Inflation inflation;
    private final Map<String, String> partOfType = new HashMap<>();
    private final List<String> sheetIds = new ArrayList<>();
    private boolean from1904;

    /** @param styled whether there are formats to be read */
    record Facts(boolean from1904, boolean styled) {}

    private WorkbookParts(ZipFile zip, long fileBytes) {
        this.zip = zip;
        this.inflation = new Inflation(fileBytes);
    }

    static Facts check(Path file) throws IOException, Refusal {
        try (ZipFile zip = open(file)) {
            return new WorkbookParts(zip, Files.size(file)).check();
        }
    }

    private static ZipFile open(Path file) throws Refusal {
        try {
            return ZipFile.builder().setPath(file).get();
        } catch (IOException | RuntimeException broken) {
            throw new Refusal(
                    "is cut off or damaged: its zip directory cannot be read",
                    "upload it again; if that does not help, open it in Excel and save it anew",
                    broken);
        }
    }

    private Facts check() throws IOException, Refusal {
        checkEntries();
        walk(TYPES, this::noteType);
        String main = partOfType.getOrDefault("main", "/xl/workbook.xml");
        walk(main, this::noteSheet);
        if (sheetIds.isEmpty()) {
            throw new Refusal("has no sheet that is not hidden", "unhide the sheet, or write one");
        }
        String styles = partOfType.get("styles");
        if (styles != null) {
            walk(styles, xml -> {});
        }
        long texts = 0;
        if (partOfType.containsKey("texts") && entry(partOfType.get("texts")) != null) {
            try (PartXml xml = xml(partOfType.get("texts"))) {
                texts = SheetCheck.checkTexts(bare(partOfType.get("texts")), xml);
            }
        }
        Map<String, String> targets = targets(main);
        for (String id : sheetIds) {
            if (!targets.containsKey(id)) {
                throw Refusal.damaged("it lists a sheet that is not there");
            }
            try (PartXml xml = xml(targets.get(id))) {
                new SheetCheck(bare(targets.get(id)), xml, texts).check();
            }
        }
        return new Facts(from1904, styles != null);
    }

    private void checkEntries() throws Refusal {
        Set<String> names = new HashSet<>();
        Enumeration<ZipArchiveEntry> entries = zip.getEntries();
        while (entries.hasMoreElements()) {
            ZipArchiveEntry entry = entries.nextElement();
            if (entry.getGeneralPurposeBit().usesEncryption()) {
                throw new Refusal("is protected by a password", "save it without one");
            }
            if (!names.add(entry.getName().toLowerCase(Locale.ROOT))) {
                throw Refusal.damaged("its zip holds " + shown(entry.getName()) + " twice");
            }
            if (names.size() > MOST_ENTRIES) {
                throw Refusal.damaged(String.format("its zip holds more than %,d files", MOST_ENTRIES));
            }
        }
        if (names.contains("xl/workbook.bin")) {
            throw new Refusal(
                    "is a binary workbook (.xlsb)", "open it in Excel and save it as 'Excel Workbook (*.xlsx)'");
        }
        if (!names.contains("[content_types].xml")) {
            throw new Refusal("is a zip, but no Excel workbook: it has no " + TYPES, "upload the workbook itself");
        }
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
                                String.format("%s has more than %,d elements", bare(part), MOST_ELEMENTS));
                    }
                    element.begin(xml);
                }
            }
        }
    }

    private void noteType(PartXml xml) throws Refusal {
        String type = xml.attribute("ContentType");
        String part = xml.attribute("PartName");
        if (!xml.name().equals("Override") || type == null || part == null) {
            return;
        }
        String kind = KINDS.get(type);
        if (kind != null && partOfType.put(kind, part) != null) {
            throw Refusal.damaged(TYPES + " names two parts of the type " + shown(type));
        }
    }

    private void noteSheet(PartXml xml) throws Refusal {
        if (xml.name().equals("workbookPr")) {
            String value = xml.attribute("date1904");
            from1904 = "1".equals(value) || "true".equals(value);
        } else if (xml.name().equals("sheet")) {
            if (String.valueOf(xml.attribute("name")).length() > LONGEST_NAME) {
                throw Refusal.damaged("it has a sheet with a name of more than " + LONGEST_NAME + " characters");
            }
            String state = xml.attribute("state");
            if (!"hidden".equals(state) && !"veryHidden".equals(state)) {
                sheetIds.add(String.valueOf(xml.attribute(RELATIONS, "id")));
            }
            if (sheetIds.size() > MOST_SHEETS) {
                throw Refusal.damaged("it has more than " + MOST_SHEETS + " sheets");
            }
        }
    }

    private Map<String, String> targets(String main) throws IOException, Refusal {
        Map<String, String> targets = new HashMap<>();
        String folder = bare(main).substring(0, bare(main).lastIndexOf('/') + 1);
        String relations = folder + "_rels/" + bare(main).substring(folder.length()) + ".rels";
        walk(relations, xml -> {
            String id = xml.attribute("Id");
            String target = xml.attribute("Target");
            if (xml.name().equals("Relationship")
                    && (id == null
                            || target == null
                            || targets.put(id, target.startsWith("/") ? target : folder + target) != null)) {
                throw Refusal.damaged(relations + " has a relation without an id, or two with the same");
            }
        });
        return targets;
    }

    private PartXml xml(String part) throws IOException, Refusal {
        ZipArchiveEntry entry = entry(part);
        if (entry == null) {
            throw new Refusal(
                    "is a zip, but no whole Excel workbook: it has no " + shown(bare(part)),
                    "open it in Excel and save it as 'Excel Workbook (*.xlsx)'");
        }
        try {
            return new PartXml(bare(part), zip.getInputStream(entry), entry.getCrc(), inflation);
        } catch (IOException | RuntimeException broken) {
            throw Refusal.damaged(bare(part) + " cannot be inflated: " + broken.getMessage(), broken);
        }
    }

    private ZipArchiveEntry entry(String part) {
        ZipArchiveEntry exact = zip.getEntry(bare(part));
        if (exact != null) {
            return exact;
        }
        Enumeration<ZipArchiveEntry> entries = zip.getEntries();
        while (entries.hasMoreElements()) {
            ZipArchiveEntry entry = entries.nextElement();
            if (entry.getName().equalsIgnoreCase(bare(part))) {
                return entry;
            }
        }
        return null;
    }

    private static String bare(String part) {
        return part.startsWith("/") ? part.substring(1) : part;
    }

    private static String shown(String name) {
        return name.length() > 100 ? name.substring(0, 100) + "…" : name;
    }
}
