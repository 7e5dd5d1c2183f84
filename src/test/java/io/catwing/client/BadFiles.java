package io.catwing.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The table of mistakes in {@code src/test/resources/clients/bad}. */
final class BadFiles {
    static final Path FOLDER = Path.of("src/test/resources/clients/bad");
    static final Path GOOD = Path.of("src/test/resources/clients/good");

    /** @param schema refuses, accepts or not read */
    record Case(String replace, String by, String schema, String problems) {
        String file() {
            String base = base();
            int at = base.indexOf(replace);
            if (at < 0) {
                throw new IllegalStateException("the sound file has no " + replace);
            }
            return base.substring(0, at) + by + base.substring(at + replace.length());
        }

        @Override
        public String toString() {
            return by.strip();
        }
    }

    private BadFiles() {}

    static List<Case> cases() {
        try {
            return new YAMLMapper().readValue(FOLDER.resolve("cases.yaml").toFile(), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String base() {
        try {
            return Files.readString(FOLDER.resolve("CW-000900.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
