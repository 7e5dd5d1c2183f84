package io.catwing.productimages;

import io.catwing.client.ClientId;
import io.catwing.postgres.SqlFile;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The images that a client's products name, by product id, which its workers share. A page of them is in memory; the next is
 * read when it is used up. Safe for use by several threads.
 */
final class ImageQueue {
    private static final int PAGE = 1000;

    private final JdbcClient jdbc;
    private final ClientId client;
    private final boolean again;
    private final Predicate<ImageRequest> wanted;
    private final Queue<ImageRequest> page = new ArrayDeque<>();
    private String last;
    private boolean ended;

    /**
     * @param again do not ask whether they changed
     * @param wanted others are left out
     */
    ImageQueue(JdbcClient jdbc, ClientId client, boolean again, Predicate<ImageRequest> wanted) {
        this.jdbc = jdbc;
        this.client = client;
        this.again = again;
        this.wanted = wanted;
    }

    /** Null at the end. */
    synchronized ImageRequest poll() {
        while (page.isEmpty() && !ended) {
            read();
        }
        return page.poll();
    }

    /** From now on there is nothing more. */
    synchronized void clear() {
        ended = true;
        page.clear();
    }

    private void read() {
        List<ImageRequest> read = jdbc.sql(SqlFile.read("product-images/list-images"))
                .param("client", client.value())
                // No id is before the empty one.
                .param("from", last == null ? "" : last)
                .param("known", last)
                .param("rows", PAGE)
                .query((row, number) -> new ImageRequest(row.getString(1), row.getString(2), again))
                .list();
        ended = read.size() < PAGE;
        if (!read.isEmpty()) {
            last = read.get(read.size() - 1).productId();
        }
        read.stream().filter(wanted).forEach(page::add);
    }
}
