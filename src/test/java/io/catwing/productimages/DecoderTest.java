package io.catwing.productimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.stream.ImageInputStreamImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderTest {
    /** A file that can be read so far, and then the disk says no. */
    private static final class Breaking extends ImageInputStreamImpl {
        private final byte[] bytes;
        private final int sound;

        Breaking(byte[] bytes, int sound) {
            this.bytes = bytes;
            this.sound = sound;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (streamPos >= sound) {
                throw new IOException("Input/output error");
            }
            bitOffset = 0;
            int read = (int) Math.min(length, Math.min(sound, bytes.length) - streamPos);
            if (read <= 0) {
                return -1;
            }
            System.arraycopy(bytes, (int) streamPos, into, offset, read);
            streamPos += read;
            return read;
        }
    }

    private static int width(ImageFormat format, byte[] bytes, int sound) throws IOException {
        BoundedImageInput file = new BoundedImageInput(new Breaking(bytes, sound), bytes.length);
        return new Decoder(format).read(file, (reader, in) -> {
            reader.setInput(in, false, true);
            return reader.read(0).getWidth();
        });
    }

    static Stream<Arguments> images() {
        return Stream.of(
                Arguments.of(ImageFormat.JPEG, Samples.jpeg(600, 600)),
                Arguments.of(ImageFormat.PNG, Samples.png(false)),
                Arguments.of(ImageFormat.WEBP, Samples.resource("lossy.webp")),
                Arguments.of(ImageFormat.WEBP, Samples.resource("lossless.webp")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("images")
    void wherever_a_file_stops_being_readable_the_image_is_not_to_blame(ImageFormat format, byte[] bytes) {
        int step = Math.max(1, bytes.length / 40);
        for (int sound = 0; sound < bytes.length / 2; sound += step) {
            int until = sound;
            assertThatThrownBy(() -> width(format, bytes, until))
                    .as("readable up to byte %s of %s", sound, bytes.length)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("Input/output error");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("images")
    void an_image_that_is_read_whole_is_judged_by_its_bytes(ImageFormat format, byte[] bytes) throws IOException {
        assertThat(width(format, bytes, Integer.MAX_VALUE)).isPositive();
        byte[] head = Arrays.copyOf(bytes, 16);
        assertThatThrownBy(() -> width(format, head, Integer.MAX_VALUE))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith("it is " + format + " that is damaged: it cannot be decoded\nHINT: ");
    }

    @Test
    void a_decoder_that_keeps_a_failed_read_to_itself_is_not_believed() {
        BoundedImageInput file = new BoundedImageInput(new Breaking(Samples.jpeg(), 2), 100);
        assertThatThrownBy(() -> new Decoder(ImageFormat.JPEG).read(file, (reader, in) -> {
                    try {
                        in.readFully(new byte[10]);
                    } catch (IOException kept) {
                        assertThat(kept).hasMessage("Input/output error");
                    }
                    return "grey";
                }))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("Input/output error");
    }
}
