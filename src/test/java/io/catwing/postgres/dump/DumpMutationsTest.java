package io.catwing.postgres.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.failure.QuarantinedFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@code -Dcatwing.mutations=10000} sets how many are tried. */
class DumpMutationsTest {
    private static final int MUTATIONS = Integer.getInteger("catwing.mutations", 3000);
    private static final String DUMP =
            "--\n-- PostgreSQL database dump\n--\n\n\\restrict aB3\n\nSET statement_timeout = 0;\n"
                    + "SET client_encoding = 'UTF8';\nSELECT pg_catalog.set_config('search_path', '', false);\n\nCREATE SCHEMA general;\n"
                    + "CREATE FUNCTION general.f() RETURNS trigger\n    LANGUAGE plpgsql\n    AS $_$begin raise '%', 'a;b' || E'\\n'; return null; end$_$;\n"
                    + "CREATE TABLE general.product (\n    \"a;\"\"b\" text DEFAULT '\\x00'::bytea,\n    c integer\n);\n"
                    + "COPY general.product (\"a;\"\"b\", c) FROM stdin;\nx\\ty\t1\n\\N\t2\n\\\\.\t3\n\\.\n\n\nSELECT pg_catalog.setval('bi.s', 7, true);\n"
                    + "ALTER TABLE ONLY general.product\n    ADD CONSTRAINT product_pkey PRIMARY KEY (c);\n--\n-- PostgreSQL database dump"
                    + " complete\n--\n\n\\unrestrict aB3\n\n";
    private static final String[] PIECES = {
        "\\",
        "\\! id\n",
        "\\.\n",
        "'",
        "\"",
        "$",
        "$_$",
        ";",
        "\n",
        "\r",
        "\0",
        "--",
        "/*",
        "E'",
        "U&'",
        "(",
        ")",
        "COPY a.b FROM stdin;\n",
        "commit;",
        "\\restrict aB3\n",
        "\\unrestrict aB3\n",
        "é",
        "\u0001",
        "begin atomic",
        "end"
    };

    private final RestoreDump restore = new RestoreDump();

    @Test
    void a_dump_is_read_or_refused_whatever_is_made_of_it() throws IOException {
        restore.check(new ByteArrayInputStream(DUMP.getBytes(StandardCharsets.UTF_8)));
        SplittableRandom random = new SplittableRandom(20261125);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = mutated(random);
            try {
                restore.check(new ByteArrayInputStream(mutated));
                String text = new String(mutated, StandardCharsets.UTF_8);
                assertThat(text.lines().filter(line -> line.startsWith("\\!")))
                        .as("mutation %d: %s", i, text)
                        .allSatisfy(line ->
                                assertThat(withinQuotesOrRows(text, line)).isTrue());
            } catch (QuarantinedFailure failure) {
                refused++;
                assertThat(failure.getMessage())
                        .startsWith("line ")
                        .contains("\nHINT: ")
                        .hasSizeLessThan(600);
            }
        }
        assertThat(refused).isGreaterThan(MUTATIONS / 4);
    }

    /** The reader, asked for statements alone, has none that begins there. */
    private static boolean withinQuotesOrRows(String text, String line) {
        QuoteState quotes = new QuoteState();
        byte[] before = text.substring(0, text.indexOf(line)).getBytes(StandardCharsets.UTF_8);
        quotes.read(before, 0, before.length);
        return !quotes.isOutside() || text.substring(0, text.indexOf(line)).contains("FROM stdin;");
    }

    private static byte[] mutated(SplittableRandom random) {
        byte[] dump = DUMP.getBytes(StandardCharsets.UTF_8);
        for (int n = random.nextInt(3); n >= 0; n--) {
            int at = random.nextInt(dump.length);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(dump, 0, at);
            int skipped = 0;
            switch (random.nextInt(4)) {
                case 0 -> out.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
                case 1 -> skipped = Math.min(dump.length - at, 1 + random.nextInt(40));
                case 2 -> {
                    out.write(random.nextInt(256));
                    skipped = 1;
                }
                default -> {
                    int from = random.nextInt(dump.length);
                    out.write(dump, from, Math.min(dump.length - from, random.nextInt(60)));
                }
            }
            out.write(dump, at + skipped, dump.length - at - skipped);
            dump = out.toByteArray();
        }
        return dump;
    }
}
