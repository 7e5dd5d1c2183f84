package io.catwing.client;

import java.nio.charset.Charset;
import java.util.List;

/**
 * A user's route that returns an entity's records, if they cannot be requested over HTTP.
 *
 * @param endpoint that the route consumes, such as {@code direct:sftp-drop}
 * @param csv CSV options; null for the other formats
 */
public record Source(String endpoint, Format format, Csv csv) {

    /** The format of the records in an answer. */
    public enum Format {
        /** An array of objects, or what the entity's envelope says. */
        JSON_ARRAY("json-array"),
        /** One object per line. */
        NDJSON("ndjson"),
        /** One row per record, whose values are text. */
        CSV("csv"),
        /** Elements, which become JSON. */
        XML("xml");

        private final String word;

        Format(String word) {
            this.word = word;
        }

        /** As it is written in a client's file. */
        public String word() {
            return word;
        }
    }

    /**
     * CSV options.
     *
     * @param quote around values with separators or line breaks in them; null if a quote is an ordinary character
     * @param columns names of the columns; empty if the first row holds them
     */
    public record Csv(char separator, Character quote, List<String> columns, Charset charset) {}
}
