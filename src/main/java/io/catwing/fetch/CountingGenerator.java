package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import io.catwing.fetch.FieldCounts.Step;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

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
    private final Deque<Frame> open = new ArrayDeque<>();
    private Step next;
    /** One line alone is an object, which counts as one once it has a field. */
    private Step oneLine;

    CountingGenerator(JsonGenerator out, FieldCounts counts) {
        super(out, false);
        this.counts = counts;
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
        if (lines && counts.shape().oneIsObject()) {
            oneLine = here.line();
            open.push(new Frame(here.line(), false, false));
        } else {
            open.push(new Frame(here, false, lines && counts.shape().keyed() != null));
        }
        super.writeStartObject();
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        Frame frame = open.peek();
        if (oneLine != null) {
            counts.value(oneLine);
            oneLine = null;
        }
        if (frame.namedLines) {
            next = frame.step.line();
            counts.line(next);
            counts.value(next.below(counts.shape().keyed().as()));
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
