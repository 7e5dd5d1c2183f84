package io.catwing.fetch;

import io.catwing.client.Limits;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The file on disk that a raw file is gathered in: one JSON array, a record a line. A page that fails is taken back to
 * the last whole one. The same records give the same bytes, however often pages had to be asked again.
 *
 * <p>The bytes of a record are written as to any stream, after {@link #beginRecord()}.
 */
final class Spool extends OutputStream {

    /**
     * What an ERP's answers may take of the disk; small compressed pages may come to any size.
     *
     * @param file bytes of the file, at most
     * @param free bytes that stay free on its disk
     */
    record Bounds(long file, long free) {}

    private static final int BUFFER = 1 << 16;

    /** After so many bytes the disk is looked at again; others write to it, too. */
    private static final long LOOK = 8L << 20;

    private static final byte[] FIRST = "\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEXT = ",\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n]\n".getBytes(StandardCharsets.US_ASCII);

    private final Path file;
    private final Bounds bounds;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final MessageDigest page = sha256();

    private MessageDigest whole = sha256();
    private MessageDigest wholeAtMark;
    private long bytes;
    private long records;
    private long recordBytes;
    private long bytesAtMark;
    private long nextLook;
    private MessageDigest wholeAtRequest;
    private long bytesAtRequest;
    private long recordsAtRequest;
    private long recordsAtMark;

    /** @param file must not exist */
    Spool(Path file, Bounds bounds) {
        this.file = file;
        this.bounds = bounds;
        lookAtDisk();
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        put(new byte[] {'['}, 0, 1);
        beginPage();
    }

    /** What is written up to here stays, whatever happens to the page that begins. */
    void beginPage() {
        drain();
        bytesAtMark = bytes;
        recordsAtMark = records;
        wholeAtMark = copyOf(whole);
        page.reset();
    }

    /** The page that began did not come whole: it is as if it had never begun. */
    void dropPage() {
        buffer.clear();
        try {
            channel.truncate(bytesAtMark);
            channel.position(bytesAtMark);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        bytes = bytesAtMark;
        nextLook = bytes + LOOK;
        records = recordsAtMark;
        whole = copyOf(wholeAtMark);
        page.reset();
    }

    /** What is written up to here stays, whatever happens to the request whose pages begin. */
    void beginRequest() {
        beginPage();
        wholeAtRequest = wholeAtMark;
        bytesAtRequest = bytesAtMark;
        recordsAtRequest = recordsAtMark;
    }

    /** None of the pages of the request that began is kept. */
    void dropRequest() {
        drain();
        wholeAtMark = wholeAtRequest;
        bytesAtMark = bytesAtRequest;
        recordsAtMark = recordsAtRequest;
        dropPage();
    }

    void beginRecord() {
        byte[] separator = records == 0 ? FIRST : NEXT;
        put(separator, 0, separator.length);
        page.update(FIRST);
        records++;
        recordBytes = 0;
    }

    /** Names the records of the page that began last, wherever in the file they stand. */
    String pageHash() {
        return HexFormat.of().formatHex(copyOf(page).digest());
    }

    /** Ends the array and closes the file. @return its SHA-256 in lower-case hex */
    String finish() {
        put(END, 0, END.length);
        drain();
        close();
        return HexFormat.of().formatHex(whole.digest());
    }

    Path file() {
        return file;
    }

    long records() {
        return records;
    }

    /** Length of the file so far. */
    long bytes() {
        return bytes;
    }

    /** Removes the file; harmless when it is gone. */
    void remove() {
        close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        recordBytes += length;
        if (recordBytes > Limits.RECORD_BYTES) {
            throw new QuarantinedFailure(
                    "record " + (records - recordsAtMark) + " of the page is longer than the "
                            + (Limits.RECORD_BYTES >> 20) + " MB that a record may have",
                    "have the request leave out what is not needed, such as images; no record of that length could be"
                            + " loaded");
        }
        if (bytes + length > bounds.file()) {
            throw new QuarantinedFailure(
                    "the raw file is longer than the " + bounds.file() + " bytes that one may have",
                    "make the client's delta window shorter, or split the entity's request; the limit is"
                            + " CATWING_FETCH_LARGEST_FILE");
        }
        page.update(from, offset, length);
        put(from, offset, length);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private void put(byte[] from, int offset, int length) {
        whole.update(from, offset, length);
        bytes += length;
        int done = 0;
        while (done < length) {
            if (!buffer.hasRemaining()) {
                drain();
            }
            int some = Math.min(buffer.remaining(), length - done);
            buffer.put(from, offset + done, some);
            done += some;
        }
    }

    private void lookAtDisk() {
        // By the path: asking its file store fails in a chroot.
        long free = file.toAbsolutePath().getParent().toFile().getUsableSpace();
        if (free < bounds.free()) {
            throw new QuarantinedFailure(
                    "the disk of the spool file " + file + " has " + free + " bytes free, and " + bounds.free()
                            + " stay free",
                    "make room on the disk of CATWING_HOME; the limit is CATWING_FETCH_FREE_SPACE");
        }
        nextLook = bytes + LOOK;
    }

    private void drain() {
        if (bytes >= nextLook) {
            lookAtDisk();
        }
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        buffer.clear();
    }

    private AbortingFailure cannotWrite(IOException e) {
        return new AbortingFailure(
                "the spool file " + file + " cannot be written: " + e.getMessage(),
                "look for space and permissions under CATWING_HOME",
                e);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static MessageDigest copyOf(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }
}
