package io.catwing.ml.parquet;

import io.airlift.compress.Compressor;
import io.airlift.compress.Decompressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Writes zstd and snappy; reads them and gzip, which covers the usual writers. In pure Java. */
final class Codecs implements CompressionCodecFactory {
    /** A page is about a megabyte; a page that claims more than this is damaged or an attack on the heap. */
    static final int LARGEST_PAGE = 64 << 20;

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        Compressor compressor =
                switch (codec) {
                    case ZSTD -> new ZstdCompressor();
                    case SNAPPY -> new SnappyCompressor();
                    default -> throw new IllegalArgumentException("nothing here is written with " + codec);
                };
        return new BytesInputCompressor() {
            @Override
            public BytesInput compress(BytesInput bytes) throws IOException {
                byte[] in = array(bytes);
                byte[] out = new byte[compressor.maxCompressedLength(in.length)];
                return BytesInput.from(out, 0, compressor.compress(in, 0, in.length, out, 0, out.length));
            }

            @Override
            public CompressionCodecName getCodecName() {
                return codec;
            }

            @Override
            public void release() {}
        };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new Pages((in, size) -> in);
            case ZSTD -> new Pages(whole(new ZstdDecompressor()));
            case SNAPPY -> new Pages(whole(new SnappyDecompressor()));
            case GZIP -> new Pages(Codecs::gunzip);
            default ->
                throw new UnreadableParquet(
                        "is compressed with " + codec, "write it with zstd, snappy, gzip or without compression");
        };
    }

    @Override
    public void release() {}

    private static byte[] array(BytesInput bytes) throws IOException {
        return bytes.toInputStream().readAllBytes();
    }

    /** One page. */
    private interface Page {
        byte[] decompress(byte[] in, int size) throws IOException;
    }

    private static Page whole(Decompressor decompressor) {
        return (in, size) -> {
            byte[] out = new byte[size];
            int length = decompressor.decompress(in, 0, in.length, out, 0, size);
            return length == size ? out : null;
        };
    }

    private static byte[] gunzip(byte[] in, int size) throws IOException {
        // The JDK's reader recurses for each member: a page of empty ones overflows the stack.
        try (InputStream unzipped = GzipCompressorInputStream.builder()
                .setByteArray(in)
                .setDecompressConcatenated(true)
                .get()) {
            byte[] out = unzipped.readNBytes(size);
            return out.length == size && unzipped.read() < 0 ? out : null;
        }
    }

    private record Pages(Page page) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            if (size < 0 || size > LARGEST_PAGE) {
                throw new UnreadableParquet(
                        "has a page of " + size + " bytes, above the " + LARGEST_PAGE + " that are read",
                        "write it with the usual page size, about a megabyte");
            }
            byte[] in = array(bytes);
            // For an empty page, as with only nulls, some writers write nothing and others an empty frame.
            byte[] out = size == 0 && in.length == 0 ? in : page.decompress(in, size);
            if (out == null) {
                throw new IOException("a page is not as long as its header says");
            }
            return BytesInput.from(out);
        }

        @Override
        public void decompress(ByteBuffer in, int compressed, ByteBuffer out, int size) throws IOException {
            byte[] bytes = new byte[compressed];
            in.get(bytes);
            out.put(array(decompress(BytesInput.from(bytes), size)));
        }

        @Override
        public void release() {}
    }
}
