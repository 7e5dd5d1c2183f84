package io.catwing.failure;

/**
 * External text (an ERP's error page, a cell, the name of a zip entry, a program's output) made fit to be shown and
 * stored: PostgreSQL refuses U+0000, a terminal obeys escape sequences, a log treats line feeds as new events, and bidirectional
 * marks change what is displayed.
 */
public final class PrintableText {
    /** Maximum length of a message, in characters. */
    public static final int LONGEST_MESSAGE = 600;

    private static final String HINT = "\nHINT: ";
    private static final int LONGEST_HINT = 300;
    private static final char REPLACEMENT = '\uFFFD';
    private static final String CUT = "…";

    private PrintableText() {}

    /** On one line: line feeds and tabs become blanks; secrets are masked. Null stays null. */
    public static String clean(String text) {
        return clean(text, Integer.MAX_VALUE);
    }

    /**
     * The same, with at most so many characters. Masked before truncation, so that no half of a secret is left at the end.
     *
     * @param longest at least 1
     */
    public static String clean(String text, int longest) {
        return printable(Secrets.mask(text), longest, false);
    }

    /**
     * Printable, and not masked: for what must be the same in every database built from the same raw files, whatever
     * secrets the building process knows.
     */
    public static String printable(String text, int longest) {
        return printable(text, longest, false);
    }

    /** A message, which may have a HINT on its last line: at most 600 characters, and the HINT is not truncated. */
    public static String message(String text) {
        if (text == null) {
            return null;
        }
        int hint = text.lastIndexOf(HINT);
        if (text.length() <= LONGEST_MESSAGE || hint < 0) {
            return cleanLines(text, LONGEST_MESSAGE);
        }
        String next = cleanLines(text.substring(hint), LONGEST_HINT);
        return cleanLines(text.substring(0, hint), LONGEST_MESSAGE - next.length()) + next;
    }

    /** The same with its line feeds, for our own texts with several lines. */
    public static String cleanLines(String text, int longest) {
        return printable(Secrets.mask(text), longest, true);
    }

    private static String printable(String text, int longest, boolean lines) {
        if (text == null) {
            return null;
        }
        StringBuilder clean = new StringBuilder(Math.min(text.length(), longest));
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            int width = Character.charCount(point);
            if (clean.length() + width > longest) {
                int end = Math.min(clean.length(), longest - CUT.length());
                if (end > 0 && Character.isHighSurrogate(clean.charAt(end - 1))) {
                    end--;
                }
                clean.setLength(end);
                return clean.append(CUT).toString();
            }
            if (point == '\n' && lines) {
                clean.append('\n');
            } else if (point == '\n' || point == '\r' || point == '\t') {
                clean.append(' ');
            } else if (isPrintable(point)) {
                clean.appendCodePoint(point);
            } else {
                clean.append(REPLACEMENT);
            }
            at += width;
        }
        return clean.toString();
    }

    /** Neither control nor format character, no lone surrogate, no unassigned code point. */
    static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
