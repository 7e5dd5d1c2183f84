package io.catwing.load;

import io.catwing.bucket.RawContent;
import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands groups of files to workers and reads small files before their worker asks for them, many at a time, so that workers
 * wait once for a store that answers late, and not once a file. Files of groups that workers have come first, shared evenly;
 * then those of the groups that come next.
 *
 * <p>It only saves time: a file that is too large to be held, was not reached yet, or could not be read is read by its
 * worker, which then meets whatever is wrong with it. Nobody waits for room, so that no order of calls ends in a deadlock.
 * Close it: all reads then end, and nothing is held.
 *
 * @param <G> a group, such as a batch
 */
public final class ReadAhead<G> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

    /** The share of all bytes that one file may take. */
    private static final int SHARE = 4;

    private final RawContent store;
    private final ExecutorService threads;
    private final int mostFiles;
    private final long mostBytes;
    private final Iterator<G> source;
    private final Function<G, List<RawFile>> filesOf;
    /** Handed out and not closed. */
    private final List<Group> begun = new ArrayList<>();

    private final Deque<Group> coming = new ArrayDeque<>();
    private int files;
    private long bytes;
    private boolean closed;
    /** Of the source, which is not asked again. */
    private RuntimeException failure;

    /**
     * Reads nothing before the first group is asked for.
     *
     * @param groups in the order in which they are handed out
     * @param filesOf a group's files in the order in which they are read, roughly
     */
    public ReadAhead(
            RawContent store,
            ExecutorService threads,
            LoadSettings settings,
            Iterator<G> groups,
            Function<G, List<RawFile>> filesOf) {
        this.store = store;
        this.threads = threads;
        this.mostFiles = settings.reads();
        this.mostBytes = settings.readBytes();
        this.source = groups;
        this.filesOf = filesOf;
    }

    /**
     * The next group, empty when there are no more. Close it.
     *
     * @throws RuntimeException of the groups' iterator, when those before are handed out, and each time from then on
     */
    public synchronized Optional<Group> next() {
        if (coming.isEmpty() && !comes() && failure != null) {
            throw failure;
        }
        Optional<Group> next = Optional.ofNullable(coming.poll());
        next.ifPresent(begun::add);
        readOn();
        return next;
    }

    /** Bytes that are held or being read. */
    synchronized long bytes() {
        return bytes;
    }

    @Override
    public synchronized void close() {
        closed = true;
        begun.forEach(Group::drop);
        coming.forEach(Group::drop);
    }

    /** Begins reads while there is room. */
    private void readOn() {
        while (!closed && files < mostFiles) {
            Optional<Group> neediest = neediest();
            if (neediest.isEmpty() || bytes + neediest.get().next().bytes() > mostBytes) {
                return;
            }
            neediest.get().readNext();
        }
    }

    private Optional<Group> neediest() {
        Optional<Group> neediest = begun.stream()
                .filter(group -> group.next() != null)
                .min(Comparator.comparingInt(group -> group.reads.size()));
        return neediest.isPresent() ? neediest : coming();
    }

    private Optional<Group> coming() {
        Optional<Group> coming =
                this.coming.stream().filter(group -> group.next() != null).findFirst();
        // Of groups with nothing to read ahead there may be any number.
        while (coming.isEmpty() && this.coming.size() < mostFiles && comes()) {
            coming = Optional.of(this.coming.getLast()).filter(group -> group.next() != null);
        }
        return coming;
    }

    /**
     * Asks for one more group. Whoever makes room for it, by closing a file for instance, has nothing to do with what is wrong with
     * it: that is told when it is asked for.
     */
    private boolean comes() {
        if (failure != null) {
            return false;
        }
        try {
            return source.hasNext() && coming.add(new Group(source.next()));
        } catch (RuntimeException e) {
            failure = e;
            return false;
        }
    }

    private void read(Read read) {
        synchronized (this) {
            if (read.dropped) {
                read.content.complete(Optional.empty());
                release(read);
                return;
            }
            read.thread = Thread.currentThread();
        }
        byte[] all = null;
        try {
            all = whole(read.file);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            // Its worker tries again, and says what it meets.
            LOG.debug("{} could not be read ahead", read.file.key(), failed);
        } finally {
            synchronized (this) {
                read.thread = null;
                // The thread goes back to its pool: an interrupt that came too late must not go with it.
                Thread.interrupted();
                read.content.complete(Optional.ofNullable(all));
                if (read.dropped) {
                    release(read);
                }
            }
        }
    }

    /** Null if it has fewer bytes than were listed. */
    private byte[] whole(RawFile file) throws IOException, InterruptedException {
        byte[] bytes = new byte[(int) file.bytes()];
        try (InputStream in = store.open(file)) {
            return in.readNBytes(bytes, 0, bytes.length) == bytes.length ? bytes : null;
        }
    }

    /** The file is done with, so there is room for others. */
    private synchronized void release(Read read) {
        if (!read.released) {
            read.released = true;
            files--;
            bytes -= read.file.bytes();
            readOn();
        }
    }

    /** A file that is being read, or held. */
    private static final class Read {
        final RawFile file;
        /** Empty where it could not be read. */
        final CompletableFuture<Optional<byte[]>> content = new CompletableFuture<>();

        Thread thread;
        boolean dropped;
        boolean released;

        Read(RawFile file) {
            this.file = file;
        }
    }

    /** A group that was handed out, and the content of its files. Close it when its worker or workers are done with it. */
    public final class Group implements RawContent, AutoCloseable {
        private final G of;
        private final List<RawFile> all;
        /** Those that were read ahead and not opened yet. */
        private final Map<RawKey, Read> reads = new HashMap<>();

        private int place;

        private Group(G of) {
            this.of = of;
            this.all = filesOf.apply(of);
        }

        public G of() {
            return of;
        }

        @Override
        public InputStream open(RawFile file) throws InterruptedException {
            Read read = find(file);
            if (read == null) {
                return store.open(file);
            }
            Optional<byte[]> content;
            try {
                content = read.content.get();
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
            synchronized (ReadAhead.this) {
                reads.remove(file.key());
            }
            if (content.isEmpty()) {
                release(read);
                return store.open(file);
            }
            return new ByteArrayInputStream(content.get()) {
                @Override
                public void close() {
                    buf = new byte[0];
                    count = 0;
                    release(read);
                }
            };
        }

        /** Null if it was not read ahead; then it is not any more, nor are those before it. */
        private Read find(RawFile file) {
            synchronized (ReadAhead.this) {
                Read read = reads.get(file.key());
                if (read == null) {
                    place += all.subList(place, all.size()).indexOf(file) + 1;
                }
                return read;
            }
        }

        /** The file to be read next, or null; those that are too large to be held are passed over. */
        private RawFile next() {
            while (place < all.size() && all.get(place).bytes() > mostBytes / SHARE) {
                place++;
            }
            return place < all.size() ? all.get(place) : null;
        }

        private void readNext() {
            Read read = new Read(all.get(place++));
            reads.put(read.file.key(), read);
            files++;
            bytes += read.file.bytes();
            threads.execute(() -> read(read));
        }

        /** What was read and not opened is read by nobody. */
        @Override
        public void close() {
            synchronized (ReadAhead.this) {
                begun.remove(this);
                drop();
                readOn();
            }
        }

        private void drop() {
            place = all.size();
            for (Read read : reads.values()) {
                read.dropped = true;
                if (read.content.isDone()) {
                    release(read);
                } else if (read.thread != null) {
                    read.thread.interrupt();
                }
            }
            reads.clear();
        }
    }
}
