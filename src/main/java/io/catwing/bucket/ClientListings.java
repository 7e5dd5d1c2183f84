package io.catwing.bucket;

import io.catwing.client.ClientId;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Lists many clients' files, some clients at a time: a listing's answers come one after the other, so that one client alone
 * would wait for each. What is in memory are some clients' files, however many clients there are.
 */
public final class ClientListings {
    /** Listed ahead of whoever reads. */
    private static final int AT_A_TIME = 8;

    private ClientListings() {}

    /**
     * What is listed of each client, in the order of the clients. Close the stream.
     *
     * @param list called in other threads; what it throws is thrown when the client's turn comes
     */
    public static <T> Stream<T> of(List<ClientId> clients, Function<ClientId, T> list) {
        if (clients.size() < 2) {
            return clients.stream().map(list);
        }
        Ahead<T> ahead = new Ahead<>(clients.iterator(), list);
        return StreamSupport.stream(
                        Spliterators.spliterator(ahead, clients.size(), Spliterator.ORDERED | Spliterator.NONNULL),
                        false)
                .onClose(ahead.threads::shutdownNow);
    }

    private static final class Ahead<T> implements Iterator<T> {
        private final Iterator<ClientId> clients;
        private final Function<ClientId, T> list;
        private final Queue<Future<T>> listed = new ArrayDeque<>();
        private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME, task -> {
            Thread thread = new Thread(task, "listing");
            thread.setDaemon(true);
            return thread;
        });

        Ahead(Iterator<ClientId> clients, Function<ClientId, T> list) {
            this.clients = clients;
            this.list = list;
        }

        @Override
        public boolean hasNext() {
            while (listed.size() < AT_A_TIME && clients.hasNext()) {
                ClientId client = clients.next();
                listed.add(threads.submit(() -> list.apply(client)));
            }
            if (listed.isEmpty()) {
                threads.shutdown();
            }
            return !listed.isEmpty();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                T next = listed.element().get();
                // One that failed stays, and fails whoever asks again: nobody passes it over.
                listed.remove();
                return next;
            } catch (ExecutionException failed) {
                threads.shutdownNow();
                if (failed.getCause() instanceof RuntimeException unchecked) {
                    throw unchecked;
                }
                throw new IllegalStateException(failed.getCause());
            } catch (InterruptedException stopped) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a client's files were listed", stopped);
            }
        }
    }
}
