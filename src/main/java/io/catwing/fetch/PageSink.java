package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonPointer;
import java.io.IOException;
import java.util.List;

/** Where the records of one page go while they are read. */
interface PageSink {

    /** Where the next record is to be written. */
    JsonGenerator open() throws IOException;

    /**
     * The record that was opened is whole.
     *
     * @param values what stood at each of {@link #wanted()}, as text; null where nothing or no scalar did
     */
    void close(String[] values) throws IOException;

    /** Pointers into a record whose values the sink wants to know. */
    List<JsonPointer> wanted();

    /** What stands at the envelope's pointer is taken whole, array or not. */
    default boolean takesAnyValue() {
        return false;
    }

    /** An element need not be an object. */
    default boolean takesScalars() {
        return false;
    }

    /** Where the next child beside the records is to be written. */
    default JsonGenerator openChild() throws IOException {
        throw new IllegalStateException("children beside the records are not expected");
    }

    /** The child that was opened is whole. @param parent the value that names its record, or null */
    default void closeChild(String parent) throws IOException {
        throw new IllegalStateException("children beside the records are not expected");
    }
}
