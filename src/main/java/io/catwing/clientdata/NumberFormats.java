package io.catwing.clientdata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;

/** Reads which number format each of a workbook's cell styles has. */
final class NumberFormats {
    private static final int MOST_STYLES = 500_000;

    /** The formats that are only numbers. Among those that are never written down, 27 to 36 and 50 to 58 are East Asian dates. */
    private static final Map<String, String> BUILT_IN = builtIn();

    private NumberFormats() {}

    private static Map<String, String> builtIn() {
        Map<String, String> codes = new HashMap<>();
        String[] first = {
            "General",
            "0",
            "0.00",
            "#,##0",
            "#,##0.00",
            "$#,##0",
            "$#,##0",
            "$#,##0.00",
            "$#,##0.00",
            "0%",
            "0.00%",
            "0.00E+00",
            "# ?/?",
            "# ??/??",
            "mm-dd-yy",
            "d-mmm-yy",
            "d-mmm",
            "mmm-yy",
            "h:mm AM/PM",
            "h:mm:ss AM/PM",
            "h:mm",
            "h:mm:ss",
            "m/d/yy h:mm"
        };
        for (int i = 0; i < first.length; i++) {
            codes.put(String.valueOf(i), first[i]);
        }
        for (int i = 27; i <= 58; i++) {
            codes.put(String.valueOf(i), i <= 36 || i >= 50 ? "yyyy-mm-dd" : "#,##0");
        }
        codes.putAll(Map.of("45", "mm:ss", "46", "[h]:mm:ss", "47", "mmss.0", "48", "##0.0E+0", "49", "@"));
        return codes;
    }

    /** By the number of the cell's style; null if the format is not known. */
    static List<String> read(String part, PartXml xml) throws Refusal {
        Map<String, String> codes = new HashMap<>(BUILT_IN);
        List<String> ids = new ArrayList<>();
        String within = "";
        int elements = 0;
        for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (++elements > MOST_STYLES) {
                    throw Refusal.damaged(String.format("%s has more than %,d elements", part, MOST_STYLES));
                }
                switch (xml.name()) {
                    case "numFmts", "cellXfs", "cellStyleXfs", "dxfs" -> within = xml.name();
                    case "numFmt" -> {
                        if (within.equals("numFmts")) {
                            codes.put(String.valueOf(xml.attribute("numFmtId")), xml.attribute("formatCode"));
                        }
                    }
                    case "xf" -> {
                        if (within.equals("cellXfs")) {
                            ids.add(String.valueOf(xml.attribute("numFmtId")));
                        }
                    }
                    default -> {
                        // Fonts, fills, borders.
                    }
                }
            }
        }
        List<String> formats = new ArrayList<>(ids.size());
        ids.forEach(id -> formats.add(codes.get(id)));
        return formats;
    }
}
