package io.catwing.clientdata;

import io.catwing.clientdata.SheetCell.Kind;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;

/**
 * Reads a sheet row by row, and all of its XML, so that its end is known to be there. No position or size that
 * a cell declares is trusted beyond what Excel can hold.
 */
final class SheetRows implements AutoCloseable {
    private static final int LAST_ROW = 1_048_576;
    private static final int LAST_COLUMN = 16_384;

    /** Of one row, in characters. */
    private static final int LONGEST_ROW = 4 << 20;

    private static final Pattern PLACE = Pattern.compile("([A-Z]{1,3})[1-9][0-9]{0,6}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final String part;
    private final PartXml xml;
    private final List<String> texts;
    private final List<String> formats;
    private int last;

    /**
     * @param texts that cells refer to
     * @param formats by the number that cells refer to, null if unknown
     */
    SheetRows(String part, PartXml xml, List<String> texts, List<String> formats) {
        this.part = part;
        this.xml = xml;
        this.texts = texts;
        this.formats = formats;
    }

    /** The next row, or null at the end of the sheet's XML. */
    SheetRow next() throws Refusal {
        for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT && xml.name().equals("row")) {
                return row();
            }
        }
        return null;
    }

    /** A row without a number follows the previous one. */
    private SheetRow row() throws Refusal {
        String number = given(xml.attribute("r"));
        int row = number == null ? last + 1 : number(number, "row");
        if (row <= last || row > LAST_ROW) {
            throw Refusal.damaged(part + " has a row " + row + " after row " + last);
        }
        last = row;
        SortedMap<Integer, SheetCell> cells = new TreeMap<>();
        int column = 0;
        long length = 0;
        for (int event = xml.next(); !ends(event, "row"); event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT && xml.name().equals("c")) {
                column = column(column);
                SheetCell cell = cell();
                if (cells.containsKey(column - 1)) {
                    throw Refusal.damaged(part + " has two cells in column " + column + " of row " + row);
                }
                if (cell != null) {
                    cells.put(column - 1, cell);
                    length += cell.text().length();
                }
                if (length > LONGEST_ROW) {
                    throw Refusal.damaged(part + " row " + row + " has more than 4,194,304 characters");
                }
            }
        }
        return new SheetRow(row, cells);
    }

    private boolean ends(int event, String element) {
        return event == XMLStreamConstants.END_ELEMENT && xml.name().equals(element);
    }

    /** From 1; a cell without a position follows the previous one. */
    private int column(int before) throws Refusal {
        String place = given(xml.attribute("r"));
        int column = before + 1;
        if (place != null) {
            Matcher parts = PLACE.matcher(place);
            column = parts.matches() ? ofLetters(parts.group(1)) : LAST_COLUMN + 1;
        }
        if (column > LAST_COLUMN) {
            throw Refusal.damaged(part + " has a cell at '" + (place == null ? column : Refusal.shown(place)) + "'");
        }
        return column;
    }

    private static int ofLetters(String letters) {
        int column = 0;
        for (int i = 0; i < letters.length(); i++) {
            column = column * 26 + letters.charAt(i) - 'A' + 1;
        }
        return column;
    }

    /** Null if it is empty. */
    private SheetCell cell() throws Refusal {
        String type = given(xml.attribute("t"));
        String style = given(xml.attribute("s"));
        int format = style == null ? -1 : number(style, "style");
        boolean formula = false;
        StringBuilder value = null;
        TextRuns inline = new TextRuns(part + " row " + last);
        boolean inValue = false;
        int formulaLength = 0;
        boolean inFormula = false;
        for (int event = xml.next(); !ends(event, "c"); event = xml.next()) {
            if (xml.isText(event) && (inValue || inFormula)) {
                formulaLength += xml.textLength();
                if (formulaLength > TextRuns.CELL) {
                    throw TextRuns.tooLong(part + " row " + last);
                }
                if (inValue) {
                    value.append(xml.text());
                }
            } else if (event == XMLStreamConstants.START_ELEMENT && xml.name().equals("v")) {
                inValue = true;
                value = new StringBuilder();
            } else if (event == XMLStreamConstants.START_ELEMENT && xml.name().equals("f")) {
                inFormula = true;
                formula = true;
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && (xml.name().equals("v") || xml.name().equals("f"))) {
                inValue = false;
                inFormula = false;
            } else {
                inline.take(event, xml);
            }
        }
        String code = format >= 0 && format < formats.size() ? formats.get(format) : null;
        return cell(type == null ? "n" : type, value == null ? null : value.toString(), inline.text(), code, formula);
    }

    private SheetCell cell(String type, String value, String inline, String format, boolean formula) throws Refusal {
        if (type.equals("inlineStr")) {
            return text(inline.isEmpty() && value != null ? ExcelText.decode(value) : inline, format, formula);
        }
        if (value == null || value.isBlank() && !type.equals("str")) {
            // An empty text result is marked as a text; a missing number was not computed.
            return formula && !(value != null && type.equals("s"))
                    ? new SheetCell(Kind.UNKNOWN, "", format, true)
                    : null;
        }
        return switch (type) {
            case "s" -> text(shared(value.strip()), format, formula);
            case "str" -> text(ExcelText.decode(value), format, formula);
            case "n" -> new SheetCell(Kind.NUMBER, value.strip(), format, formula);
            case "d" -> new SheetCell(Kind.DATE, value.strip(), format, formula);
            case "e" -> new SheetCell(Kind.ERROR, value.strip(), format, formula);
            case "b" -> truth(value.strip(), format, formula);
            default ->
                throw Refusal.damaged(
                        part + " has a cell of the unknown type '" + Refusal.shown(type) + "' in row " + last);
        };
    }

    private static SheetCell text(String text, String format, boolean formula) {
        return text.isEmpty() ? null : new SheetCell(Kind.TEXT, text, format, formula);
    }

    private static SheetCell truth(String value, String format, boolean formula) {
        boolean yes = value.equals("1") || value.equals("true");
        boolean no = value.equals("0") || value.equals("false");
        return yes || no
                ? new SheetCell(Kind.TRUTH, String.valueOf(yes), format, formula)
                : new SheetCell(Kind.ERROR, value, format, formula);
    }

    private String shared(String place) throws Refusal {
        int index = number(place, "text");
        if (index >= texts.size()) {
            throw Refusal.damaged(part + " asks for text " + index + " of " + texts.size());
        }
        return texts.get(index);
    }

    /** Some writers leave an attribute empty where others omit it. */
    private static String given(String attribute) {
        return attribute == null || attribute.isBlank() ? null : attribute.strip();
    }

    private int number(String digits, String what) throws Refusal {
        if (!NUMBER.matcher(digits).matches()) {
            throw Refusal.damaged(part + " has a " + what + " '" + Refusal.shown(digits) + "'");
        }
        return Integer.parseInt(digits);
    }

    @Override
    public void close() throws IOException {
        xml.close();
    }
}
