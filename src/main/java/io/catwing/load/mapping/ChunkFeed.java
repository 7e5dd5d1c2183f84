package io.catwing.load.mapping;

import java.time.LocalDate;

/** Holds the chunk that the parser fills, and passes it on when it is full; small files share one. */
public final class ChunkFeed implements ParseFile.Feed {
    private final Chunks<Chunk> chunks;
    private final int chunkBytes;
    private final FlatOrders orders;

    private Chunk chunk;
    /** The current flat file; null if lines are nested. */
    private Chunk flat;
    /** The current flat file is larger than a chunk. */
    private boolean spilled;
    /** The first chunks are small, so that the connection has work early; a large file's are of the full size. */
    private int enough;

    private long version;

    public ChunkFeed(Chunks<Chunk> chunks, RecordMapping mapping, int chunkBytes) {
        this.chunks = chunks;
        this.chunkBytes = chunkBytes;
        enough = Math.max(1, chunkBytes / 8);
        orders = new FlatOrders(mapping);
        flat = mapping.flat ? new Chunk(mapping) : null;
    }

    void begin() throws InterruptedException {
        chunk = chunks.empty();
        chunk.clear();
    }

    @Override
    public Chunk rows() {
        return flat == null ? chunk : flat;
    }

    @Override
    public CopyBuffer rejects() {
        return chunk.rejects;
    }

    @Override
    public CopyBuffer deletions() {
        return chunk.deletions;
    }

    @Override
    public void recorded() throws InterruptedException {
        if (chunk.bytes() >= enough) {
            handOver();
        }
        if (flat != null && flat.bytes() >= chunkBytes) {
            spill();
        }
    }

    void endFile(LocalDate date) throws InterruptedException {
        if (flat != null && spilled) {
            spill();
            spilled = false;
        } else if (flat != null) {
            orders.group(flat, chunk, date);
            flat.clear();
        }
        if (chunk.bytes() >= enough) {
            handOver();
        }
    }

    void end() {
        send(chunk);
    }

    private void spill() throws InterruptedException {
        // Preserves the order of what came before.
        handOver();
        flat.scattered = true;
        send(flat);
        flat = chunks.empty();
        flat.clear();
        spilled = true;
    }

    private void handOver() throws InterruptedException {
        send(chunk);
        enough = (int) Math.min(chunkBytes, enough * 2L);
        begin();
    }

    private void send(Chunk full) {
        full.firstVersion = version;
        version += full.size();
        chunks.full(full);
    }
}
