package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.backup.ManifestSignature.Standing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

class ManifestSignatureTest {
    private static final int MUTATIONS = Integer.getInteger("catwing.mutations", 2000);
    private static final byte[] KEY = "first key of all".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "second key of us".getBytes(StandardCharsets.UTF_8);
    private static final String JSON = "{\"key\":\"db-backups/daily/2026-02-24.sql.gz\",\"bytes\":5,"
            + "\"tables\":{\"general.b\":{\"rows\":1},\"general.a\":{\"digest\":\"1-2\"}},\"later\":[1,2]}";

    private static ObjectNode parse(String json) throws IOException {
        return ManifestSignature.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_manifest_is_ours_by_any_key_that_is_known_however_it_is_written() throws IOException {
        ObjectNode manifest = parse(JSON);
        ManifestSignature.sign(manifest, KEY);
        String signature = manifest.get(ManifestSignature.FIELD).asText();
        ObjectNode otherwise = parse("{ \"signature\" : \"" + signature + "\", \"later\":[1, 2], \"bytes\":5,"
                + "\"tables\":{\"general.a\":{\"digest\":\"1-2\"},\"general.b\":{\"rows\":1}},"
                + "\"key\":\"db-backups/daily/2026-02-24.sql.gz\"}");

        assertThat(ManifestSignature.standing(otherwise, List.of(OTHER, KEY))).isEqualTo(Standing.OURS);
        assertThat(ManifestSignature.standing(otherwise, List.of(OTHER))).isEqualTo(Standing.FORGED);
        assertThat(ManifestSignature.standing(otherwise, List.of())).isEqualTo(Standing.FORGED);
        assertThat(ManifestSignature.standing(parse(JSON), List.of(KEY))).isEqualTo(Standing.UNSIGNED);
    }

    @Test
    void a_manifest_that_says_something_twice_is_none() {
        assertThatThrownBy(() -> parse("{\"key\":\"a\",\"key\":\"b\"}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> parse("{} {}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> parse("[]")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> parse("")).isInstanceOf(IOException.class);
    }

    /** Whatever is changed, it is no JSON, or not ours, or says the same. */
    @Test
    void no_mutation_of_a_manifest_counts() throws IOException {
        ObjectNode signed = parse(JSON);
        ManifestSignature.sign(signed, KEY);
        byte[] whole = signed.toString().getBytes(StandardCharsets.UTF_8);
        SplittableRandom random = new SplittableRandom(20261125);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = Arrays.copyOf(whole, random.nextInt(8) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int n = random.nextInt(4); n >= 0 && mutated.length > 0; n--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            ObjectNode found;
            try {
                found = ManifestSignature.parse(mutated);
            } catch (IOException none) {
                continue;
            }
            boolean same = found.equals(signed);
            assertThat(ManifestSignature.standing(found, List.of(KEY)) == Standing.OURS)
                    .as("mutation %d: %s", i, found)
                    .isEqualTo(same);
        }
    }

    @Test
    void a_key_is_made_once_for_this_user_alone_and_told(@TempDir Path home) throws IOException {
        BackupKeys keys = new BackupKeys("", home);
        assertThat(keys.all()).isEmpty();
        assertThat(keys.made()).isEmpty();

        byte[] made = keys.signing();

        assertThat(keys.all()).containsExactly(made);
        assertThat(keys.made().orElseThrow())
                .isEqualTo("a key that signs backups was made: " + home.resolve("backup.key")
                        + "\nHINT: keep a copy of it elsewhere, not in the bucket; a recovery on another machine needs it"
                        + " in CATWING_BACKUP_KEY");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("backup.key"))))
                .isEqualTo("rw-------");
        BackupKeys again = new BackupKeys("", home);
        assertThat(again.signing()).isEqualTo(made);
        assertThat(again.made()).isEmpty();
        assertThat(new BackupKeys(" another key of ours, " + new String(made, StandardCharsets.UTF_8), home).all())
                .hasSize(2);
    }

    @Test
    void a_key_that_anybody_could_guess_is_refused(@TempDir Path home) {
        assertThatThrownBy(() -> new BackupKeys("secret", home))
                .hasMessage("CATWING_BACKUP_KEY holds a key of fewer than 16 characters\n"
                        + "HINT: make one by openssl rand -hex 32; several are separated by commas, the first signs");
    }

    @Test
    void a_key_file_that_is_a_link_is_refused(@TempDir Path home) throws IOException {
        Files.createSymbolicLink(home.resolve("backup.key"), Files.writeString(home.resolve("x"), "0123456789abcdef"));

        assertThatThrownBy(() -> new BackupKeys("", home).all())
                .hasMessageContaining("cannot be used: it is no file of its own");
    }

    @Test
    void a_key_that_looks_like_an_expression_of_spring_is_the_key_itself() {
        String key = "#{1 + 1} and more characters";
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("keys", Map.of("catwing.backup.key", key)));
            context.register(BackupKeys.class);
            context.refresh();

            assertThat(context.getBean(BackupKeys.class).signing()).asString().isEqualTo(key);
        }
    }
}
