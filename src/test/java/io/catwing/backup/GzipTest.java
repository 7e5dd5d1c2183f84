package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.catwing.bucket.SpoolFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
    private static final Gzip BY_JAVA = new Gzip(() -> false);

    @TempDir
    Path home;

    private Gzip byLibdeflate;

    @BeforeEach
    void needs_libdeflate() {
        SpoolFolder spool = new SpoolFolder(home);
        assumeThat(Libdeflate.isThere(spool.folder()))
                .as("libdeflate0 is installed")
                .isTrue();
        byLibdeflate = new Gzip(spool);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, Libdeflate.SLICE, Libdeflate.SLICE + 1, 5_000_000})
    void what_either_way_writes_both_can_read(int length) throws Exception {
        byte[] text = digits(length);
        byte[] ofLibdeflate = compressed(byLibdeflate, text);
        byte[] ofJava = compressed(BY_JAVA, text);

        assertThat(ofLibdeflate).isNotEqualTo(ofJava);
        for (byte[] members : new byte[][] {ofLibdeflate, ofJava}) {
            assertThat(unpacked(byLibdeflate, members)).isEqualTo(text);
            assertThat(unpacked(BY_JAVA, members)).isEqualTo(text);
        }
    }

    @Test
    void what_cannot_be_compressed_is_whole_as_well() throws Exception {
        byte[] noise = new byte[3 * Libdeflate.SLICE + 7];
        new SplittableRandom(1).nextBytes(noise);

        assertThat(unpacked(byLibdeflate, compressed(byLibdeflate, noise))).isEqualTo(noise);
    }

    @Test
    void a_piece_is_compressed_from_where_it_begins_to_where_it_ends() throws Exception {
        byte[] text = "before,rows,after".getBytes(StandardCharsets.UTF_8);
        try (Gzip.Compressors compressors = byLibdeflate.compressors(5)) {
            assertThat(unpacked(BY_JAVA, compressors.compress(text, 7, 4)))
                    .asString()
                    .isEqualTo("rows");
        }
    }

    /** Its parts were one member each, up to sixteen times as large. */
    @Test
    void a_part_of_an_older_dump_is_read() throws Exception {
        byte[] text = digits(16 << 20);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(compressed(byLibdeflate, digits(10)));
        try (GZIPOutputStream one = new GZIPOutputStream(members)) {
            one.write(text);
        }
        members.write(new byte[0]);

        byte[] read = unpacked(byLibdeflate, members.toByteArray());

        assertThat(read).hasSize(10 + text.length);
        assertThat(Arrays.copyOfRange(read, 10, read.length)).isEqualTo(text);
    }

    @Test
    void members_of_nothing_end_nothing() throws Exception {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        new GZIPOutputStream(members).close();
        members.write(compressed(byLibdeflate, digits(10)));
        new GZIPOutputStream(members).close();

        assertThat(unpacked(byLibdeflate, members.toByteArray())).isEqualTo(digits(10));
    }

    @Test
    void what_is_damaged_or_cut_is_not_read_to_its_end() {
        byte[] members = compressed(byLibdeflate, digits(1 << 21));
        byte[] flipped = members.clone();
        flipped[members.length / 4] ^= 8;

        assertThatThrownBy(() -> unpacked(byLibdeflate, flipped)).isInstanceOf(ZipException.class);
        assertThatThrownBy(() -> unpacked(byLibdeflate, Arrays.copyOf(members, members.length - 9)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> unpacked(byLibdeflate, "no gzip".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ZipException.class)
                .hasMessage("Not in GZIP format");
    }

    private static byte[] compressed(Gzip gzip, byte[] text) {
        try (Gzip.Compressors compressors = gzip.compressors(5)) {
            return compressors.compress(text, 0, text.length);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] unpacked(Gzip gzip, byte[] members) throws IOException {
        try (InputStream in = gzip.unpacked(members)) {
            return in.readAllBytes();
        }
    }

    private static byte[] digits(int length) {
        SplittableRandom random = new SplittableRandom(length);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextInt(9) == 0 ? '\t' : '0' + random.nextInt(10));
        }
        return bytes;
    }
}
