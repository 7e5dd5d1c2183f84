package io.catwing.fetch;

import io.catwing.client.AnswerShape;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.http.LimitedBody;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** What a gzip or zip file holds that is an answer's body. The limit of a body counts what comes out of it. */
final class Unpacked {
    private static final int MAGIC = 2;
    private static final int MOST_FILES = 1000;
    private static final int NAMED = 5;

    private Unpacked() {}

    /** @param limit bytes that come out, at most; @return the body itself where it is not packed */
    static InputStream of(InputStream body, AnswerShape shape, long limit) throws IOException {
        if (shape.packing() == AnswerShape.Packing.NONE) {
            return body;
        }
        boolean zip = shape.packing() == AnswerShape.Packing.ZIP;
        BufferedInputStream begun = new BufferedInputStream(body);
        begun.mark(MAGIC);
        byte[] magic = begun.readNBytes(MAGIC);
        begun.reset();
        boolean right = magic.length == MAGIC
                && (zip ? magic[0] == 'P' && magic[1] == 'K' : (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b);
        if (!right) {
            throw new RetryableFailure(
                    "the answer is no " + (zip ? "zip" : "gzip") + " file, as answer.packed says",
                    "look what comes; if the ERP answers so always, correct answer.packed in the client's file");
        }
        InputStream open = zip
                ? new OneFile(new ZipArchiveInputStream(begun), shape.file())
                : new Checked(GzipCompressorInputStream.builder()
                        .setInputStream(begun)
                        .setDecompressConcatenated(true)
                        .get());
        return new LimitedBody(
                open,
                limit,
                "ask for smaller pages, or raise erp.limits.body in the client's file: it counts unpacked bytes");
    }

    /** Damage is a fault of the moment, in the field's own words. */
    private static class Checked extends FilterInputStream {
        Checked(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            try {
                return super.read(to, offset, length);
            } catch (EOFException | ZipException e) {
                throw damaged(e);
            } catch (IOException e) {
                // The library's own, of a checksum; what the connection throws says so by its type.
                throw e.getClass() == IOException.class ? damaged(e) : e;
            }
        }

        static IOException damaged(IOException e) {
            return new PageReader.NoJson("the packed answer is damaged, or was cut: " + e.getMessage());
        }
    }

    /** The one file of a zip that is meant; what comes after it is looked at when it ends. */
    private static final class OneFile extends Checked {
        private final ZipArchiveInputStream zip;
        private final Pattern name;
        private final List<String> others = new ArrayList<>();
        private final CRC32 sum = new CRC32();
        private ZipArchiveEntry read;
        private String found;
        private boolean ended;

        OneFile(ZipArchiveInputStream zip, String written) throws IOException {
            super(zip);
            this.zip = zip;
            this.name = written == null
                    ? null
                    : Pattern.compile(("\\Q" + written + "\\E").replace("*", "\\E.*\\Q"), Pattern.DOTALL);
            found = nextOfThem();
            if (found == null) {
                throw new QuarantinedFailure(
                        "the zip holds no file" + (written == null ? "" : " that answer.file '" + written + "' names")
                                + others(),
                        "correct answer.file in the client's file");
            }
        }

        /** Null where there is no further one. */
        private String nextOfThem() throws IOException {
            try {
                for (ZipArchiveEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    String file = entry.getName();
                    if (entry.isDirectory()) {
                        continue;
                    }
                    if (name != null && !name.matcher(file).matches()) {
                        others.add(RecordCopy.shown(file));
                        if (others.size() > MOST_FILES) {
                            throw new QuarantinedFailure(
                                    "the zip holds more than " + MOST_FILES + " files", "ask for one file");
                        }
                        continue;
                    }
                    if (!zip.canReadEntryData(entry)) {
                        throw new QuarantinedFailure(
                                "the file '" + RecordCopy.shown(file)
                                        + "' of the zip is encrypted, or packed in a way that"
                                        + " cannot be read as it comes",
                                "have it packed by deflate, without a password");
                    }
                    read = read == null ? entry : read;
                    return file;
                }
                return null;
            } catch (EOFException | ZipException e) {
                throw damaged(e);
            }
        }

        private String others() {
            if (others.isEmpty()) {
                return "";
            }
            String more = others.size() > NAMED ? " and " + (others.size() - NAMED) + " more" : "";
            return ", but " + String.join(", ", others.subList(0, Math.min(NAMED, others.size()))) + more;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (ended) {
                return -1;
            }
            int count = super.read(to, offset, length);
            if (count > 0) {
                sum.update(to, offset, count);
            }
            if (count < 0) {
                ended = true;
                String second = nextOfThem();
                // Known only now, where it stands behind the file.
                if (read.getCrc() != sum.getValue()) {
                    throw damaged(new ZipException("the checksum of '" + RecordCopy.shown(found) + "' is another"));
                }
                if (second != null) {
                    throw new QuarantinedFailure(
                            "the zip holds two files that may be meant: " + RecordCopy.shown(found) + " and "
                                    + RecordCopy.shown(second),
                            "say which by answer.file in the client's file, such as answer: {packed: zip, file: \"orders*\"}");
                }
            }
            return count;
        }
    }
}
