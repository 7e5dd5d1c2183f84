package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.catwing.client.EntitySpec;
import io.catwing.client.Envelope;
import io.catwing.client.Limits;
import io.catwing.failure.QuarantinedFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the records of one page until their children are known, which stand beside them or come with a second call.
 * This is the one place that keeps records in the heap, so it is bounded.
 */
final class HeldPage implements PageSink {

    private record Held(byte[] json, String key) {}

    private static final int EMPTY_OBJECT = 2;
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final JsonPointer key;
    private final String as;
    private final long limit;
    private final PageFacts facts;
    private final FieldCounts fields;
    private final List<Held> records = new ArrayList<>();
    private final Map<String, List<byte[]>> children = new LinkedHashMap<>();

    private final Map<Integer, byte[]> details = new HashMap<>();

    private ByteArrayOutputStream bytes;
    private JsonGenerator out;
    private long held;

    /**
     * @param key into a record, to the value that names it to its children
     * @param as the field that the children go into
     * @param limit of all that is held, in bytes
     */
    HeldPage(JsonPointer key, String as, long limit, PageFacts facts, FieldCounts fields) {
        this.fields = fields;
        this.key = key;
        this.as = as;
        this.limit = limit;
        this.facts = facts;
    }

    /** Null where an entity's records wait for nothing. */
    static HeldPage of(EntitySpec spec, long limit, PageFacts facts, FieldCounts fields) {
        Envelope.Beside beside = spec.envelope().beside();
        EntitySpec.Detail detail = spec.detail();
        if (beside == null && detail == null) {
            return null;
        }
        return beside != null
                ? new HeldPage(beside.key(), beside.as(), limit, facts, fields)
                : new HeldPage(detail.key(), detail.as(), limit, facts, fields);
    }

    @Override
    public JsonGenerator open() throws IOException {
        return open(fields.begin());
    }

    /** @param step of the pointers, where what is written will stand in its record */
    private JsonGenerator open(FieldCounts.Step step) throws IOException {
        bytes = new ByteArrayOutputStream();
        out = new CountingGenerator(RecordCopy.generator(bytes), fields).at(step);
        return out;
    }

    @Override
    public void close(String[] values) throws IOException {
        facts.add(values);
        String name = values[values.length - 1];
        String which = "record " + (records.size() + 1) + " of the page";
        if (name == null) {
            throw new QuarantinedFailure(
                    which + " has no value at the key '" + key + "'",
                    "correct the key of envelope.beside or detail in the client's file");
        }
        byte[] json = take();
        if (hasField(json)) {
            throw new QuarantinedFailure(
                    which + " has a field '" + as + "' already",
                    "choose another name for 'as' of envelope.beside or detail in the client's file");
        }
        records.add(new Held(json, name));
    }

    @Override
    public List<JsonPointer> wanted() {
        List<JsonPointer> wanted = new ArrayList<>(facts.wanted());
        wanted.add(key);
        return wanted;
    }

    @Override
    public JsonGenerator openChild() throws IOException {
        FieldCounts.Step lines = fields.begin().below(as);
        FieldCounts.Step line = lines == null ? null : lines.line();
        fields.value(line);
        return open(line);
    }

    @Override
    public void closeChild(String parent) throws IOException {
        List<byte[]> ofParent = children.computeIfAbsent(String.valueOf(parent), p -> new ArrayList<>());
        if (ofParent.size() == Limits.LINES) {
            throw TooMuch.children(parent);
        }
        ofParent.add(take());
    }

    int size() {
        return records.size();
    }

    /** The value that names the record to its children. @param index from 0 */
    String key(int index) {
        return records.get(index).key();
    }

    /** Begins the answer of a second call. @param index of the record that was asked for, from 0 */
    PageSink detailOf(int index) {
        return new PageSink() {
            @Override
            public JsonGenerator open() throws IOException {
                return HeldPage.this.open(fields.begin().below(as));
            }

            @Override
            public void close(String[] values) throws IOException {
                details.put(index, take());
                MoreSigns.refuseInDetail(values);
            }

            @Override
            public List<JsonPointer> wanted() {
                return MoreSigns.IN_DETAIL;
            }

            @Override
            public boolean takesAnyValue() {
                return true;
            }
        };
    }

    /** Where the second call brought nothing, there is JSON null. @param index of the record, from 0 */
    void noDetailOf(int index) {
        details.putIfAbsent(index, NULL);
    }

    /** Joins the children that stood beside the records. */
    void joinChildren() {
        for (int i = 0; i < records.size(); i++) {
            List<byte[]> own = children.get(records.get(i).key());
            ByteArrayOutputStream array = new ByteArrayOutputStream();
            array.write('[');
            for (int c = 0; own != null && c < own.size(); c++) {
                array.writeBytes(c == 0 ? new byte[0] : new byte[] {','});
                array.writeBytes(own.get(c));
            }
            array.write(']');
            details.put(i, array.toByteArray());
        }
        records.forEach(record -> children.remove(record.key()));
        if (!children.isEmpty()) {
            throw new QuarantinedFailure(
                    children.values().stream().mapToInt(List::size).sum()
                            + " children at envelope.beside belong to no record of their page, such as those of '"
                            + RecordCopy.shown(children.keySet().iterator().next()) + "'",
                    "correct key and parent of envelope.beside in the client's file");
        }
    }

    /** Writes the first records, each with what belongs to it. */
    void writeTo(Spool spool, int count) {
        byte[] field = ("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(as)) + "\":")
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < count; i++) {
            byte[] record = records.get(i).json();
            byte[] detail = details.get(i);
            spool.beginRecord();
            spool.write(record, 0, record.length - 1);
            if (record.length > EMPTY_OBJECT) {
                spool.write(',');
            }
            spool.write(field, 0, field.length);
            spool.write(detail, 0, detail.length);
            spool.write('}');
        }
    }

    private byte[] take() throws IOException {
        out.flush();
        held += bytes.size();
        if (held > limit) {
            throw new QuarantinedFailure(
                    "a page with its children is longer than the " + limit + " bytes that are held",
                    "ask for smaller pages, or raise CATWING_FETCH_HELD_PAGE");
        }
        return bytes.toByteArray();
    }

    private boolean hasField(byte[] json) throws IOException {
        try (JsonParser parser = RecordCopy.JSON.createParser(json)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (name.equals(as)) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        }
    }
}
