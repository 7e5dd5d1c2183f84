package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.EntitySpec;
import io.catwing.client.Envelope;
import io.catwing.client.Limits;
import io.catwing.client.Paging;
import io.catwing.failure.QuarantinedFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the records of one page, or the elements of one detail, until what belongs into them is known: children that stand
 * beside them, details, the rest of a list. This is the one place that keeps records in the heap, so it is bounded.
 */
final class HeldPage implements PageSink {

    /**
     * @param key what names it to its children, or where its list goes on; null where nothing does
     * @param asked a detail of it is asked for, if of any
     */
    private record Held(byte[] json, String key, boolean asked) {}

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final JsonPointer key;
    /** Which of them a detail is asked for; null: each. */
    private final RecordJq where;

    private final String as;
    private final HeldBytes bounds;
    private final FieldCounts fields;
    private final Map<String, String> with;
    /** Where the elements of a detail are in their record; null where no pointer leads, and for records themselves. */
    private final FieldCounts.Step element;

    private final boolean ofRecord;

    private PageFacts facts;
    private final List<Held> records = new ArrayList<>();
    private final Map<String, List<byte[]>> children = new LinkedHashMap<>();
    private final Map<Integer, byte[]> details = new HashMap<>();

    private ByteArrayOutputStream bytes;
    private JsonGenerator out;
    private int partFrom;
    private long heldFrom;

    private HeldPage(
            JsonPointer key,
            RecordJq where,
            String as,
            HeldBytes bounds,
            PageFacts facts,
            FieldCounts fields,
            Map<String, String> with,
            boolean ofRecord,
            FieldCounts.Step element) {
        this.key = key;
        this.where = where;
        this.as = as;
        this.bounds = bounds;
        this.facts = facts;
        this.fields = fields;
        this.with = with;
        this.ofRecord = ofRecord;
        this.element = element;
    }

    /** Null where an entity's records wait for nothing. @param with values that each record gets */
    static HeldPage of(
            EntitySpec spec, HeldBytes bounds, PageFacts facts, FieldCounts fields, Map<String, String> with) {
        Envelope.Beside beside = spec.envelope().beside();
        EntitySpec.Detail detail = spec.detail();
        if (beside != null) {
            return new HeldPage(beside.key(), null, beside.as(), bounds, facts, fields, with, false, null);
        } else if (detail != null) {
            return new HeldPage(detail.key(), where(detail), detail.as(), bounds, facts, fields, with, false, null);
        } else if (spec.continues() != null) {
            return new HeldPage(spec.continues().next(), null, null, bounds, facts, fields, with, false, null);
        }
        return null;
    }

    /**
     * Begins a detail that is a list.
     *
     * @param index of the record that it belongs to, from 0
     * @param inner what is asked for each of its elements, or null
     */
    HeldPage elementsOf(int index, EntitySpec.Detail inner, PageFacts of) {
        // A record's own detail is a part of it that comes by itself; further inside, it has begun already.
        FieldCounts.Step around = ofRecord ? element : fields.begin();
        FieldCounts.Step list = around == null ? null : around.below(as);
        FieldCounts.Step each = list == null ? null : list.line();
        return new HeldPage(
                inner == null ? null : inner.key(),
                inner == null ? null : where(inner),
                inner == null ? null : inner.as(),
                bounds,
                of,
                fields,
                Map.of(),
                true,
                each);
    }

    /** Begins the rest of a list inside a record. @param at pointer to the list */
    HeldPage partsOf(JsonPointer at) {
        FieldCounts.Step list = fields.begin();
        for (JsonPointer rest = at; list != null && !rest.matches(); rest = rest.tail()) {
            list = list.below(rest.getMatchingProperty());
        }
        PageFacts none = new PageFacts(new Paging.None(), RecordKeys.UNKNOWN, new SeenRecords(1));
        return new HeldPage(null, null, null, bounds, none, fields, Map.of(), true, list == null ? null : list.line());
    }

    /** What comes now is dropped together. @param of the facts of that part */
    void beginPart(PageFacts of) {
        facts = of;
        partFrom = records.size();
        heldFrom = bounds.held();
    }

    /** What came since the part began. @return SHA-256 in lower-case hex */
    String hashOfPart() {
        MessageDigest hash = Spool.sha256();
        for (Held record : records.subList(partFrom, records.size())) {
            hash.update(record.json());
            hash.update((byte) ',');
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    /** The part did not come whole. */
    void dropPart() {
        records.subList(partFrom, records.size()).clear();
        bounds.backTo(heldFrom);
    }

    @Override
    public JsonGenerator open() throws IOException {
        if (!ofRecord) {
            return open(fields.begin());
        }
        fields.line(element);
        return open(element);
    }

    /** @param step of the pointers, where what is written will stand in its record */
    private JsonGenerator open(FieldCounts.Step step) throws IOException {
        bytes = new ByteArrayOutputStream();
        out = new CountingGenerator(RecordCopy.generator(bytes), fields, with).at(step);
        return out;
    }

    @Override
    public void close(String[] values) throws IOException {
        facts.add(values);
        String name = key == null ? null : values[values.length - 1];
        byte[] json = take();
        String which = (ofRecord ? "element " : "record ")
                + (records.size() - partFrom + 1)
                + (ofRecord ? " of the detail" : " of the page");
        boolean asked = where == null || where.holds(json, which);
        if (as != null) {
            requireRoom(name, json, asked, which);
        }
        records.add(new Held(json, name, asked));
    }

    private static RecordJq where(EntitySpec.Detail detail) {
        return RecordJq.of(detail.where(), "detail.where");
    }

    private void requireRoom(String name, byte[] json, boolean asked, String which) throws IOException {
        if (name == null && asked) {
            throw new QuarantinedFailure(
                    which + " has no value at the key '" + key + "'",
                    "correct the key of envelope.beside or detail in the client's file");
        }
        if (Splice.hasMember(json, as)) {
            throw new QuarantinedFailure(
                    which + " has a field '" + as + "' already",
                    "choose another name for 'as' of envelope.beside or detail in the client's file");
        }
    }

    @Override
    public List<JsonPointer> wanted() {
        List<JsonPointer> wanted = new ArrayList<>(facts.wanted());
        if (key != null) {
            wanted.add(key);
        }
        return wanted;
    }

    @Override
    public boolean takesScalars() {
        // Elements are put into a record as they are; only those that have a key are asked for.
        return ofRecord && key == null;
    }

    @Override
    public JsonGenerator openChild() throws IOException {
        FieldCounts.Step lines = fields.begin().below(as);
        FieldCounts.Step line = lines == null ? null : lines.line();
        fields.value(line);
        bytes = new ByteArrayOutputStream();
        out = new CountingGenerator(RecordCopy.generator(bytes), fields, Map.of()).at(line);
        return out;
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

    /** What names the record to its children, or where its list goes on; null where nothing does. @param index from 0 */
    String key(int index) {
        return records.get(index).key();
    }

    /** Whether a detail of it is asked for. @param index from 0 */
    boolean isAsked(int index) {
        return records.get(index).asked();
    }

    /** Begins the answer of a second call that is one value. @param index of the record that was asked for, from 0 */
    PageSink detailOf(int index) {
        return new PageSink() {
            @Override
            public JsonGenerator open() throws IOException {
                FieldCounts.Step around = ofRecord ? element : fields.begin();
                bytes = new ByteArrayOutputStream();
                out = new CountingGenerator(RecordCopy.generator(bytes), fields, Map.of())
                        .at(around == null ? null : around.below(as));
                return out;
            }

            @Override
            public void close(String[] values) throws IOException {
                byte[] json = take();
                MoreSigns.refuseInDetail(values);
                details.put(index, json);
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

    /** @param index of the record that it belongs to, from 0 */
    void detail(int index, byte[] json) {
        details.put(index, json);
    }

    /** Where the second call brought nothing, there is JSON null. @param index of the record, from 0 */
    void noDetailOf(int index) {
        details.putIfAbsent(index, NULL);
    }

    /** Joins the children that stood beside the records. */
    void joinChildren() {
        for (int i = 0; i < records.size(); i++) {
            List<byte[]> own = children.get(records.get(i).key());
            details.put(i, Splice.array(own == null ? List.of() : own));
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

    /** All that is held, each with what belongs to it, as a JSON array. */
    byte[] array() {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            all.add(whole(i));
        }
        return Splice.array(all);
    }

    /** Puts the rest of a list behind what came of it. @param index of the record @param at pointer to the list */
    void append(int index, JsonPointer at, HeldPage rest) {
        Held record = records.get(index);
        try {
            records.set(
                    index,
                    new Held(
                            Splice.append(
                                    record.json(),
                                    at,
                                    rest.records.stream().map(Held::json).toList()),
                            record.key(),
                            record.asked()));
        } catch (IOException impossible) {
            throw new IllegalStateException("a record that was written is JSON", impossible);
        }
    }

    /** A record with what belongs into it. */
    private byte[] whole(int index) {
        byte[] record = records.get(index).json();
        byte[] detail = details.get(index);
        if (as == null || detail == null) {
            return record;
        }
        return Splice.member(record, as, detail);
    }

    /** Writes the first records, each with what belongs to it. */
    void writeTo(Spool spool, int count) {
        for (int i = 0; i < count; i++) {
            byte[] record = whole(i);
            spool.beginRecord();
            spool.write(record, 0, record.length);
        }
    }

    private byte[] take() throws IOException {
        out.flush();
        bounds.add(bytes.size());
        return bytes.toByteArray();
    }
}
