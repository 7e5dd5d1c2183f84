package io.catwing.load.mapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.catwing.client.EntitySpec;
import io.catwing.client.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where the rows inside one record are in its file, by their bytes: each is then mapped as if it were a record. */
final class Elements {

    /** @param name of a member of an object that holds the rows; null in an array */
    private record Place(long from, long to, String name, boolean object) {}

    private final Shape shape;
    private final List<Place> places = new ArrayList<>();

    Elements(EntitySpec.Each each) {
        this.shape = each.shape();
    }

    void clear() {
        places.clear();
    }

    int size() {
        return places.size();
    }

    /**
     * Notes what stands in the place of the rows.
     *
     * @param parser at its first token; at its last one afterwards
     * @return what is wrong with it, or null
     */
    String find(JsonParser parser, JsonToken token) throws IOException {
        clear();
        if (token == JsonToken.START_ARRAY) {
            for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
                add(parser, t, null);
            }
            boolean named = shape.keyed() != null && !places.isEmpty();
            return named ? "are an array, but each.keyed says that they are the members of an object" : null;
        }
        if (token == JsonToken.START_OBJECT) {
            return object(parser);
        }
        return token == JsonToken.VALUE_NULL || ObjectOfLines.isBlank(parser, token) ? null : "are not an array";
    }

    private String object(JsonParser parser) throws IOException {
        long from = parser.currentTokenLocation().getByteOffset();
        boolean empty = true;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            empty = false;
            JsonToken token = parser.nextToken();
            if (shape.keyed() != null) {
                add(parser, token, name);
            } else {
                parser.skipChildren();
            }
        }
        if (empty || shape.keyed() != null) {
            return null;
        }
        if (!shape.oneIsObject()) {
            return "are an object and not an array; each.one_is_object or each.keyed says which it is";
        }
        places.add(new Place(from, parser.currentLocation().getByteOffset(), null, true));
        return null;
    }

    private void add(JsonParser parser, JsonToken token, String name) throws IOException {
        long from = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        places.add(new Place(from, parser.currentLocation().getByteOffset(), name, token == JsonToken.START_OBJECT));
    }

    /** A row's JSON. @param window holds the record's bytes */
    byte[] json(int index, RecordWindow window) {
        Place place = places.get(index);
        byte[] piece = window.piece(place.from(), place.to());
        if (place.name() == null) {
            return piece;
        }
        ByteArrayOutputStream row =
                new ByteArrayOutputStream(piece.length + place.name().length() + 16);
        row.write('{');
        field(row, shape.keyed().as());
        row.write('"');
        row.writeBytes(quoted(place.name()));
        row.write('"');
        if (!place.object() && shape.keyed().value() != null) {
            row.write(',');
            field(row, shape.keyed().value());
            row.writeBytes(piece);
            row.write('}');
            return row.toByteArray();
        }
        if (!place.object()) {
            // It is told of the value itself that it is no row.
            return piece;
        }
        int fields = 1;
        while (fields < piece.length && piece[fields] <= ' ') {
            fields++;
        }
        if (piece[fields] != '}') {
            row.write(',');
        }
        row.write(piece, 1, piece.length - 1);
        return row.toByteArray();
    }

    /** The field that a member's name goes into is there already. @param row as {@link #json} gives it */
    boolean hasNameTwice(int index, byte[] row) throws IOException {
        if (places.get(index).name() == null || !places.get(index).object()) {
            return false;
        }
        int times = 0;
        try (JsonParser parser = RawJson.FACTORY.createParser(row)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                times += name.equals(shape.keyed().as()) ? 1 : 0;
                parser.nextToken();
                parser.skipChildren();
            }
        }
        return times > 1;
    }

    private static void field(ByteArrayOutputStream row, String name) {
        row.write('"');
        row.writeBytes(quoted(name));
        row.write('"');
        row.write(':');
    }

    private static byte[] quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text)).getBytes(StandardCharsets.UTF_8);
    }
}
