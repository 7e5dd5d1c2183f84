package io.catwing.load.mapping;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.EntitySpec;
import io.catwing.client.FormatsProposal;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows how load would map records, without storing any: the same parser and the same rows, read back from
 * COPY's input. Called by the command preview.
 */
public final class MappingPreview {
    /** Nothing fails as a whole here. */
    private static final double EVERY_REJECT_IS_SHOWN = 1;

    private MappingPreview() {}

    /**
     * Mapped records.
     *
     * @param columns of the entity's table that the mapping fills
     * @param rows values as text, null if there is none
     * @param lineColumns empty if the entity has no lines
     * @param rejected one sentence per record that cannot be mapped, beginning with its position from 0
     * @param excluded records that the mapping's where excludes
     * @param formats what would have to be declared below formats, a line of YAML each
     */
    public record Preview(
            List<String> columns,
            List<List<String>> rows,
            List<String> lineColumns,
            List<List<String>> lines,
            List<String> rejected,
            long excluded,
            List<String> formats) {}

    /**
     * Maps records.
     *
     * @param records JSON texts, one per record
     * @throws io.catwing.failure.QuarantinedFailure if the mapping cannot be used, or the text is not JSON
     */
    public static Preview of(Client client, EntitySpec spec, List<String> records) {
        RecordMapping mapping = new RecordMapping(client, spec);
        Chunk chunk = new Chunk(mapping);
        RawKey key = new RawKey(client.id(), LocalDate.EPOCH, spec.entity());
        byte[] json = ("[" + String.join(",", records) + "]").getBytes(StandardCharsets.UTF_8);
        RawFile file = new RawFile(key, "preview", json.length);
        ParseBatch parse = new ParseBatch(
                ignored -> new ByteArrayInputStream(json),
                List.of(file),
                EVERY_REJECT_IS_SHOWN,
                mapping,
                new ChunkFeed(new OneChunk(chunk, mapping), mapping, Integer.MAX_VALUE));
        FormatsProposal formats = new FormatsProposal(client.timeZone());
        parse.observe(new Proposing(formats));
        long excluded;
        try {
            excluded = parse.call().get(0).excluded;
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
        List<String> rejected = rows(chunk.rejects, 3).stream()
                .map(row -> "record " + row.get(0) + ": " + row.get(2))
                .toList();
        // Around the mapped columns are the client before them and the dates after them.
        return new Preview(
                mapping.headColumns,
                rows(chunk.heads, mapping.headColumns.size()),
                mapping.lineColumns,
                rows(chunk.lines, mapping.lineColumns.size()),
                rejected,
                excluded,
                formats.lines());
    }

    /** Collects what the values would need. */
    private record Proposing(FormatsProposal formats) implements RecordMapper.Observer {
        @Override
        public void value(Slot slot, Conversion.Scalar scalar, String text, boolean refused) {
            boolean string = scalar == Conversion.Scalar.STRING;
            formats.value(slot.column(), slot.source(), slot.from(), string, text, refused);
        }

        @Override
        public void object(Slot slot, List<String> members) {
            formats.object(slot.column(), slot.source(), slot.from(), members);
        }
    }

    private static List<List<String>> rows(CopyBuffer rows, int columns) {
        List<List<String>> decoded = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < rows.length(); end++) {
            if (rows.bytes()[end] == '\n') {
                decoded.add(row(rows.bytes(), start, end).subList(1, 1 + columns));
                start = end + 1;
            }
        }
        return decoded;
    }

    private static List<String> row(byte[] bytes, int start, int end) {
        List<String> values = new ArrayList<>();
        int from = start;
        for (int at = start; at <= end; at++) {
            if (at == end || bytes[at] == '\t') {
                values.add(CopyBuffer.decode(bytes, from, at));
                from = at + 1;
            }
        }
        return values;
    }

    /** Everything goes into one chunk, which is not passed on. */
    private record OneChunk(Chunk chunk, RecordMapping mapping) implements Chunks<Chunk> {
        @Override
        public Chunk empty() {
            return chunk.isEmpty() ? chunk : new Chunk(mapping);
        }

        @Override
        public void full(Chunk same) {}
    }
}
