package io.catwing.load.mapping;

import io.catwing.client.CustomColumn;
import io.catwing.client.Table.Type;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A client's own columns in a row: an object, written to the byte as PostgreSQL writes jsonb, so that stored rows can be
 * compared. A column without a value is omitted; without any value the object is null.
 */
final class CustomValues {
    /** Short names first, as jsonb keeps them; names are ASCII. */
    static final Comparator<Map.Entry<String, CustomColumn>> ORDER = Comparator.comparingInt(
                    (Map.Entry<String, CustomColumn> e) -> e.getKey().length())
            .thenComparing(Map.Entry::getKey);

    /** @param source as {@link ColumnValues#write} takes it */
    record Member(String name, Type type, int source) {}

    private final ColumnValues values;
    private final List<Member> members;
    private final StringBuilder json = new StringBuilder();

    CustomValues(ColumnValues values, List<Member> members) {
        this.values = values;
        this.members = members;
    }

    void write(int inLine, CopyBuffer row) {
        json.setLength(0);
        for (Member member : members) {
            String value = values.text(member.source, inLine);
            if (value != null) {
                json.append(json.isEmpty() ? "{\"" : ", \"").append(member.name).append("\": ");
                append(member.type, value);
            }
        }
        if (json.isEmpty()) {
            row.putNull();
        } else {
            char[] text = json.append('}').toString().toCharArray();
            row.text(text, 0, text.length);
        }
    }

    private void append(Type type, String value) {
        switch (type) {
            case NUMERIC -> {
                BigDecimal number = new BigDecimal(value);
                json.append((number.scale() < 0 ? number.setScale(0) : number).toPlainString());
            }
            case BOOLEAN -> json.append(value.equals("t"));
            case TIMESTAMP ->
                json.append('"').append(value.replace(' ', 'T')).append(":00").append('"');
            default -> quote(value);
        }
    }

    private void quote(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
