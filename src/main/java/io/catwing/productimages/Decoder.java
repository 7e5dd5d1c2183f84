package io.catwing.productimages;

import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Has a decoder read a file, and tells an image that cannot be decoded from a file that cannot be read: the first says
 * something of the image, for good; the second of this machine, and of this hour.
 */
final class Decoder {
    private final ImageFormat format;

    Decoder(ImageFormat format) {
        this.format = format;
    }

    /** What is asked of the decoder. */
    interface Question<T> {
        T ask(ImageReader reader, ImageInputStream in) throws IOException;
    }

    /**
     * @throws QuarantinedFailure where the decoder refuses what it read
     * @throws IOException where the file cannot be read, whatever the decoder made of that
     */
    <T> T read(Path file, Question<T> question) throws IOException {
        return read(BoundedImageInput.of(file), question);
    }

    /** Closes what it reads. */
    <T> T read(BoundedImageInput file, Question<T> question) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
        try (BoundedImageInput in = file) {
            return answer(reader, in, question);
        } finally {
            reader.dispose();
        }
    }

    private <T> T answer(ImageReader reader, BoundedImageInput in, Question<T> question) throws IOException {
        try {
            return question.ask(reader, in);
        } catch (IOException refused) {
            throw damaged(refused);
        } finally {
            // Before anything that the decoder says, for it may have swallowed this, or stumbled over what was missing.
            in.requireSound();
        }
    }

    QuarantinedFailure damaged(Exception cause) {
        return new QuarantinedFailure(
                "it is " + format + " that is damaged: it cannot be decoded", VerifyImage.HINT, cause);
    }
}
