package io.catwing.local.servers;

import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why a PostgreSQL server did not start, according to its last output. */
final class StartFailures {
    private static final int LAST_WORDS = 400;

    private StartFailures() {}

    static AbortingFailure of(String said, Path data, Throwable cause) {
        Path log = data.resolveSibling("postgres.log");
        if (said.contains("database files are incompatible with server")) {
            return new AbortingFailure(
                    data + " was made by PostgreSQL " + version(data)
                            + ", which is not the version inside this catwing",
                    "the database can always be rebuilt from S3: move " + data
                            + " away and load again; or run the catwing that made it",
                    cause);
        }
        if (said.contains("Permission denied")) {
            return new AbortingFailure(
                    "the PostgreSQL server may not enter " + data + ": " + lastWords(said),
                    "set CATWING_HOME to a folder whose parents everybody may enter, or run catwing as another user",
                    cause);
        }
        return new AbortingFailure(
                "the embedded PostgreSQL did not start on " + data + "; the last it said was:\n" + lastWords(said),
                "see " + log + "; or set CATWING_DB_URL to use a server of yours",
                cause);
    }

    private static String lastWords(String said) {
        String words = said.strip();
        return words.substring(Math.max(0, words.length() - LAST_WORDS));
    }

    private static String version(Path data) {
        try {
            return Files.readString(data.resolve("PG_VERSION")).strip();
        } catch (IOException e) {
            return "?";
        }
    }
}
