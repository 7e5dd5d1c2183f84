package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonPointer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes records to the spool as they come. Holds none of them. */
final class SpoolSink implements PageSink {

    private final Spool spool;
    private final CountingGenerator out;
    private final FieldCounts fields;
    private final PageFacts facts;

    /** @param with values that each record gets */
    SpoolSink(Spool spool, PageFacts facts, FieldCounts fields, Map<String, String> with) throws IOException {
        this.spool = spool;
        this.fields = fields;
        this.out = new CountingGenerator(RecordCopy.generator(spool), fields, with);
        this.facts = facts;
    }

    @Override
    public JsonGenerator open() {
        spool.beginRecord();
        return out.at(fields.begin());
    }

    @Override
    public void close(String[] values) throws IOException {
        // Framing is written beside the generator, so nothing may wait in it.
        out.flush();
        facts.add(values);
    }

    @Override
    public List<JsonPointer> wanted() {
        return facts.wanted();
    }
}
