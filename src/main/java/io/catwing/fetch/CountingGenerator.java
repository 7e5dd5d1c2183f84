package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import io.catwing.client.RequestSpec;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.fetch.FieldCounts.Step;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Hands on what is written, and tells the counts where values stand. */
final class CountingGenerator extends JsonGeneratorDelegate {

    /** An object or array that is open. */
    private static final class Frame {
        /** Null where no pointer leads. */
        private final Step step;
        /** Its members are lines. */
        private final boolean namedLines;

        private final boolean array;
        private int index;

        Frame(Step step, boolean array, boolean namedLines) {
            this.step = step;
            this.array = array;
            this.namedLines = namedLines;
        }
    }

    private final FieldCounts counts;
    private final Map<String, String> with;
    private final Deque<Frame> open = new ArrayDeque<>();
    private Step next;
    private boolean writingWith;
    /** One line alone is an object, which counts as one once it has a field. */
    private Step oneLine;

    /** @param with values that each record gets in front of its fields; none for parts of records */
    CountingGenerator(JsonGenerator out, FieldCounts counts, Map<String, String> with) {
        super(out, false);
        this.counts = counts;
        this.with = with;
    }

    /** What is written next stands there. @param step null where no pointer leads */
    CountingGenerator at(Step step) {
        open.clear();
        next = step;
        return this;
    }

    @Override
    public void writeStartObject() throws IOException {
        Step here = take();
        boolean lines = here != null && here.line() != null;
        if (lines && here.shape().oneIsObject()) {
            oneLine = here.line();
            open.push(new Frame(here.line(), false, false));
        } else {
            open.push(new Frame(here, false, lines && here.shape().keyed() != null));
        }
        super.writeStartObject();
        if (open.size() == 1 && !with.isEmpty()) {
            writeWith();
        }
    }

    private void writeWith() throws IOException {
        writingWith = true;
        writeFieldName(RequestSpec.WITH);
        writeStartObject();
        for (Map.Entry<String, String> value : with.entrySet()) {
            writeFieldName(value.getKey());
            writeString(value.getValue());
        }
        writeEndObject();
        writingWith = false;
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        Frame frame = open.peek();
        if (open.size() == 1 && !with.isEmpty() && !writingWith && name.equals(RequestSpec.WITH)) {
            throw new QuarantinedFailure(
                    "a record has a field '" + name + "' already, which holds the values that a request carries",
                    "take with: away from the request, or ask for the records without that field");
        }
        if (oneLine != null) {
            counts.value(oneLine);
            oneLine = null;
        }
        if (frame.namedLines) {
            next = frame.step.line();
            counts.line(next);
            counts.value(next.below(frame.step.shape().keyed().as()));
        } else {
            next = frame.step == null ? null : frame.step.below(name);
        }
        super.writeFieldName(name);
    }

    @Override
    public void writeEndObject() throws IOException {
        oneLine = null;
        open.pop();
        super.writeEndObject();
    }

    @Override
    public void writeStartArray() throws IOException {
        open.push(new Frame(take(), true, false));
        super.writeStartArray();
    }

    @Override
    public void writeEndArray() throws IOException {
        open.pop();
        super.writeEndArray();
    }

    @Override
    public void writeString(String text) throws IOException {
        counts.value(text.isBlank() ? drop() : take());
        super.writeString(text);
    }

    @Override
    public void writeString(char[] text, int offset, int length) throws IOException {
        counts.value(length == 0 ? drop() : take());
        super.writeString(text, offset, length);
    }

    @Override
    public void writeNumber(String number) throws IOException {
        counts.value(take());
        super.writeNumber(number);
    }

    @Override
    public void writeBoolean(boolean value) throws IOException {
        counts.value(take());
        super.writeBoolean(value);
    }

    @Override
    public void writeNull() throws IOException {
        drop();
        super.writeNull();
    }

    private Step drop() throws StreamConstraintsException {
        take();
        return null;
    }

    /** The step of the value that is written now. */
    private Step take() throws StreamConstraintsException {
        Frame frame = open.peek();
        if (frame == null || !frame.array) {
            Step here = next;
            next = null;
            return here;
        }
        if (frame.step == null) {
            return null;
        }
        if (frame.step.line() != null) {
            counts.line(frame.step.line());
            return frame.step.line();
        }
        return frame.step.below(Integer.toString(frame.index++));
    }
}
