package io.catwing.clientdata;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;

/**
 * Walks through a sheet, or the table of its texts, before the library does: the library believes a sheet that says that a
 * cell is in column eight billion, or that its text is the two billionth.
 */
final class SheetCheck {
    private static final int LAST_ROW = 1_048_576;
    private static final int LAST_COLUMN = 16_384;

    /** Excel's own limits: 32,767 characters a text and 8,192 a formula. */
    private static final int CELL = 32_767 + 8_192;

    /** What is kept in memory while a workbook is read. */
    private static final long ALL_TEXTS = 32L << 20;

    private static final long MOST_TEXTS = 2_000_000;

    /** Each is looked at for each cell. */
    private static final int ARRAY_FORMULAS = 20_000;

    private static final Pattern PLACE = Pattern.compile("([A-Z]{1,3})[1-9][0-9]{0,6}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Set<String> TYPES = Set.of("b", "e", "n", "s", "str", "inlineStr");

    private final String part;
    private final PartXml xml;
    private final long texts;
    private final StringBuilder index = new StringBuilder();
    private final Set<Integer> sharedFormulas = new HashSet<>();
    private int rows;
    private int lastRow;
    private int arrayFormulas;
    private long length;
    private boolean inCell;
    private boolean shared;
    private boolean inValue;

    /** @param texts how many the table of texts holds */
    SheetCheck(String part, PartXml xml, long texts) {
        this.part = part;
        this.xml = xml;
        this.texts = texts;
    }

    /** @return how many texts the table holds */
    static long checkTexts(String part, PartXml xml) throws Refusal {
        long count = 0;
        long all = 0;
        long one = 0;
        for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT && xml.name().equals("si")) {
                one = 0;
                if (++count > MOST_TEXTS) {
                    throw Refusal.damaged(part + " has more than 2,000,000 texts");
                }
            } else if (xml.isText(event)) {
                one += xml.textLength();
                all += xml.textLength();
                if (one > CELL) {
                    throw tooLong(part);
                }
                if (all > ALL_TEXTS) {
                    throw Refusal.damaged(part + " has texts of more than 33,554,432 characters together");
                }
            }
        }
        return count;
    }

    void check() throws Refusal {
        for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                begin(xml.name());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                end(xml.name());
            } else if (xml.isText(event)) {
                text();
            }
        }
    }

    private void begin(String element) throws Refusal {
        switch (element) {
            case "row" -> {
                String number = xml.attribute("r");
                rows++;
                int row = number == null ? rows : number(number, "row");
                if (row <= lastRow || row > LAST_ROW) {
                    throw Refusal.damaged(part + " has a row " + row + " after row " + lastRow);
                }
                lastRow = row;
            }
            case "c" -> cell();
            case "v" -> {
                inValue = true;
                index.setLength(0);
            }
            case "f" -> formula();
            default -> {
                // Widths, merged cells, filters: nothing that is read.
            }
        }
    }

    private void cell() throws Refusal {
        inCell = true;
        length = 0;
        String place = xml.attribute("r");
        if (place != null) {
            Matcher parts = PLACE.matcher(place);
            if (!parts.matches() || column(parts.group(1)) > LAST_COLUMN) {
                throw Refusal.damaged(part + " has a cell at '" + place + "'");
            }
        }
        String type = xml.attribute("t");
        if (type != null && !TYPES.contains(type)) {
            throw Refusal.damaged(part + " has a cell of the unknown type '" + type + "' in row " + lastRow);
        }
        shared = "s".equals(type);
        String style = xml.attribute("s");
        if (style != null) {
            number(style, "style");
        }
    }

    private void formula() throws Refusal {
        String type = xml.attribute("t");
        if ("array".equals(type) && ++arrayFormulas > ARRAY_FORMULAS) {
            throw Refusal.damaged(part + " has more than 20,000 array formulas");
        }
        if ("shared".equals(type)) {
            int formula = number(String.valueOf(xml.attribute("si")), "formula");
            if (xml.attribute("ref") != null) {
                sharedFormulas.add(formula);
            } else if (!sharedFormulas.contains(formula)) {
                throw Refusal.damaged("a formula of " + part + " row " + lastRow + " refers to one that is not there");
            }
        }
    }

    private void text() throws Refusal {
        if (!inCell) {
            return;
        }
        length += xml.textLength();
        if (length > CELL) {
            throw tooLong(part + " row " + lastRow);
        }
        if (inValue && shared) {
            index.append(xml.text());
        }
    }

    private void end(String element) throws Refusal {
        if (element.equals("c")) {
            inCell = false;
            shared = false;
        } else if (element.equals("v")) {
            if (shared && index.length() > 0 && number(index.toString(), "text") >= texts) {
                throw Refusal.damaged(part + " asks for text " + index + " of " + texts);
            }
            inValue = false;
        }
    }

    private int number(String digits, String what) throws Refusal {
        if (!NUMBER.matcher(digits).matches()) {
            throw Refusal.damaged(part + " has a " + what + " '" + digits + "'");
        }
        return Integer.parseInt(digits);
    }

    private static int column(String letters) {
        int column = 0;
        for (int i = 0; i < letters.length(); i++) {
            column = column * 26 + letters.charAt(i) - 'A' + 1;
        }
        return column;
    }

    private static Refusal tooLong(String where) {
        return Refusal.damaged(where + " has a cell of more than 40,959 characters, more than Excel takes");
    }
}
