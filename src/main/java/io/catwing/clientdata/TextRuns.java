package io.catwing.clientdata;

import javax.xml.stream.XMLStreamConstants;

/** Assembles a text from its elements, event by event. */
final class TextRuns {
    /** Excel's own limits: 32,767 characters per text and 8,192 per formula. */
    static final int CELL = 32_767 + 8_192;

    private final String where;
    private final StringBuilder text = new StringBuilder();
    private boolean inText;
    private int spoken;

    /** @param where for messages */
    TextRuns(String where) {
        this.where = where;
    }

    void clear() {
        text.setLength(0);
        inText = false;
        spoken = 0;
    }

    /**
     * An event within the text.
     *
     * @return how many characters it added, whether or not they are part of the text
     */
    int take(int event, PartXml xml) throws Refusal {
        if (xml.isText(event)) {
            int length = xml.textLength();
            if (text.length() + length > CELL) {
                throw tooLong(where);
            }
            if (inText && spoken == 0) {
                text.append(xml.text());
            }
            return length;
        }
        if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT) {
            boolean begins = event == XMLStreamConstants.START_ELEMENT;
            switch (xml.name()) {
                case "t" -> inText = begins;
                case "rPh" -> spoken += begins ? 1 : -1;
                default -> {
                    // Fonts and colours.
                }
            }
        }
        return 0;
    }

    String text() {
        return ExcelText.decode(text.toString());
    }

    static Refusal tooLong(String where) {
        return Refusal.damaged(where + " has a cell of more than 40,959 characters, more than Excel takes");
    }
}
