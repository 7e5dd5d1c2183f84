package io.catwing.client;

import java.nio.charset.Charset;
import java.util.List;

/**
 * A route of the user's own that answers with an entity's records, where no request can ask for them.
 *
 * @param endpoint that the route consumes, such as {@code direct:sftp-drop}
 * @param csv how CSV is written; null for the other formats
 */
public record Source(String endpoint, Format format, Csv csv) {

    /** How the records of an answer follow each other. */
    public enum Format {
        /** An array of objects, or what the entity's envelope says. */
        JSON_ARRAY("json-array"),
        /** An object a line. */
        NDJSON("ndjson"),
        /** A row a record, whose values are text. */
        CSV("csv");

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
     * How CSV is written.
     *
     * @param quote around values with separators or line breaks in them; null where a quote is a character like others
     * @param columns names of the columns; empty where the first row holds them
     */
    public record Csv(char separator, Character quote, List<String> columns, Charset charset) {}
}
