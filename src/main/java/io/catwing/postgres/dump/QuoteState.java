package io.catwing.postgres.dump;

/** Whether SQL that comes piece by piece is within quotes, so that a line inside is not taken for a statement. */
public final class QuoteState {
    private enum In {
        NOTHING,
        STRING,
        ESCAPED_STRING,
        NAME,
        DOLLARS,
        COMMENT
    }

    private In in = In.NOTHING;
    private boolean escaped;
    private boolean wasEscaped;
    /** Of a possible dollar quote's delimiter, or of one that may end. */
    private final StringBuilder delimiter = new StringBuilder();

    private String open = "";
    private int last = '\n';
    private int beforeLast = '\n';

    public boolean isOutside() {
        return in == In.NOTHING;
    }

    /** Consumes some more of the SQL. */
    public void read(byte[] sql, int from, int to) {
        for (int i = from; i < to; i++) {
            read(sql[i] & 0xff);
        }
    }

    private void read(int c) {
        switch (in) {
            case NOTHING -> outside(c);
            case STRING -> leaveAt('\'', c);
            case NAME -> leaveAt('"', c);
            case ESCAPED_STRING -> {
                if (escaped) {
                    escaped = false;
                } else if (c == '\\') {
                    escaped = true;
                } else {
                    leaveAt('\'', c);
                }
            }
            case COMMENT -> leaveAt('\n', c);
            case DOLLARS -> {
                delimiter.append((char) c);
                if (delimiter.length() > open.length()) {
                    delimiter.deleteCharAt(0);
                }
                if (open.contentEquals(delimiter)) {
                    in = In.NOTHING;
                    delimiter.setLength(0);
                }
            }
        }
        beforeLast = last;
        last = c;
    }

    /** A doubled quote leaves and enters again, with nothing between. */
    private void leaveAt(int end, int c) {
        if (c == end) {
            in = In.NOTHING;
        }
    }

    private void outside(int c) {
        if (c == '\'') {
            boolean again = last == '\'' && wasEscaped;
            boolean escapes = again || (last == 'E' || last == 'e') && !DumpReader.isWordPart(beforeLast);
            wasEscaped = escapes;
            in = escapes ? In.ESCAPED_STRING : In.STRING;
            escaped = false;
            delimiter.setLength(0);
        } else if (c == '"') {
            in = In.NAME;
            delimiter.setLength(0);
        } else if (c == '-' && last == '-') {
            in = In.COMMENT;
            delimiter.setLength(0);
        } else {
            dollars(c);
        }
    }

    private void dollars(int c) {
        boolean within = !delimiter.isEmpty();
        if (c == '$' && within) {
            open = delimiter.append('$').toString();
            delimiter.setLength(0);
            in = In.DOLLARS;
        } else if (c == '$') {
            if (!DumpReader.isWordPart(last)) {
                delimiter.append('$');
            }
        } else if (within) {
            boolean fits = delimiter.length() == 1 ? DumpReader.isWordStart(c) : DumpReader.isWordPart(c);
            if (fits) {
                delimiter.append((char) c);
            } else {
                delimiter.setLength(0);
            }
        }
    }
}
