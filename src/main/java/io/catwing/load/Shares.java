package io.catwing.load;

import io.catwing.bucket.ClientListings;
import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.client.ClientId;
import io.catwing.job.Share;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Shares the clients out among processes that replay into one database. Called by {@code catwing replay --share}. */
@Component
public class Shares {
    private final RawFiles rawFiles;

    public Shares(RawFiles rawFiles) {
        this.rawFiles = rawFiles;
    }

    /** The clients of one share. Every process finds the same as long as no file of those days is added. */
    public List<ClientId> clients(Share share, List<ClientId> all, LocalDate to) {
        return deal(share.count(), all, to).get(share.index());
    }

    /**
     * The clients of each share, the one with the most bytes in the bucket first; the next client goes to the share that has
     * the fewest bytes.
     *
     * @param to last business date that is counted, null for no limit
     */
    public List<List<ClientId>> deal(int count, List<ClientId> all, LocalDate to) {
        Map<ClientId, Long> bytes = new HashMap<>();
        try (Stream<Long> sums = ClientListings.of(all, client -> bytes(client, to))) {
            Iterator<Long> sum = sums.iterator();
            all.forEach(client -> bytes.put(client, sum.next()));
        }
        long[] dealt = new long[count];
        List<List<ClientId>> shares = IntStream.range(0, count)
                .<List<ClientId>>mapToObj(index -> new ArrayList<>())
                .toList();
        for (ClientId client : all.stream()
                .sorted(Comparator.comparing((ClientId one) -> bytes.get(one))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList()) {
            int least = least(dealt);
            // A client without files is a request, too.
            dealt[least] += Math.max(1, bytes.get(client));
            shares.get(least).add(client);
        }
        return shares;
    }

    /** Index of the first that has the least. */
    private static int least(long[] dealt) {
        int least = 0;
        for (int index = 1; index < dealt.length; index++) {
            least = dealt[index] < dealt[least] ? index : least;
        }
        return least;
    }

    private long bytes(ClientId client, LocalDate to) {
        try (Stream<RawFile> files = rawFiles.list(client)) {
            return files.filter(file -> to == null || !file.key().date().isAfter(to))
                    .mapToLong(RawFile::bytes)
                    .sum();
        }
    }
}
