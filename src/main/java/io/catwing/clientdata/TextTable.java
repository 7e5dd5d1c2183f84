package io.catwing.clientdata;

import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;

/** A workbook's table of texts, which cells refer to by number. All of it is in memory while a workbook is read. */
final class TextTable {
    private static final long ALL_TEXTS = 32L << 20;
    private static final int MOST_TEXTS = 2_000_000;

    private TextTable() {}

    /** Rich text is its runs joined; phonetic runs are not part of it. */
    static List<String> read(String part, PartXml xml) throws Refusal {
        List<String> texts = new ArrayList<>();
        long all = 0;
        TextRuns one = new TextRuns(part);
        for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT && xml.name().equals("si")) {
                one.clear();
            } else if (event == XMLStreamConstants.END_ELEMENT && xml.name().equals("si")) {
                texts.add(one.text());
                if (texts.size() > MOST_TEXTS) {
                    throw Refusal.damaged(part + " has more than 2,000,000 texts");
                }
            } else {
                all += one.take(event, xml);
                if (all > ALL_TEXTS) {
                    throw Refusal.damaged(part + " has texts of more than 33,554,432 characters together");
                }
            }
        }
        return texts;
    }
}
