package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.Share;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 2, 24);
    private static final List<ClientId> ALL = ids(1, 2, 3, 4, 5);

    private static List<ClientId> ids(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(number -> new ClientId("CW-00000" + number))
                .toList();
    }

    /** Clients 1 to 5 have 10, 30, 20, 30 and 0 bytes up to {@link #DAY}; client 5 has most of all, later. */
    private record Bucket(Map<String, Long> bytes) implements RawFiles {
        @Override
        public Stream<RawFile> list(ClientId client) {
            return Stream.of(
                    new RawFile(new RawKey(client, DAY, Entity.PRODUCTS), "e", bytes.get(client.value())),
                    new RawFile(
                            new RawKey(client, DAY.plusDays(1), Entity.PRODUCTS),
                            "e",
                            client.value().endsWith("5") ? 1000 : 1));
        }

        @Override
        public Optional<RawMetadata> metadata(RawKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<RawFile> find(RawKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SortedSet<ClientId> clients() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<RawKey> newestBefore(ClientId client, Entity entity, LocalDate date) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InputStream open(RawFile file) {
            throw new UnsupportedOperationException();
        }
    }

    private final Shares shares = new Shares(new Bucket(
            Map.of("CW-000001", 10L, "CW-000002", 30L, "CW-000003", 20L, "CW-000004", 30L, "CW-000005", 0L)));

    @Test
    void the_largest_clients_are_dealt_first_each_to_the_share_that_has_the_fewest_bytes() {
        assertThat(shares.clients(new Share(0, 2), ALL, DAY)).isEqualTo(ids(2, 3));
        assertThat(shares.clients(new Share(1, 2), ALL, DAY)).isEqualTo(ids(4, 1, 5));
        assertThat(shares.clients(new Share(0, 2), ALL, null)).isEqualTo(ids(5));
        assertThat(shares.clients(new Share(1, 2), ALL, null)).isEqualTo(ids(2, 4, 3, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void each_client_is_in_one_share_whatever_their_order_was(int count) {
        List<ClientId> dealt = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            dealt.addAll(shares.clients(new Share(index, count), index % 2 == 0 ? ALL : ids(5, 3, 1, 2, 4), DAY));
        }
        assertThat(dealt).containsExactlyInAnyOrderElementsOf(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "8/8", "9/8", "-1/8", "1/0", "0/0", "1/8 ", "99999/100000"})
    void what_is_no_share_is_refused(String text) {
        assertThatThrownBy(() -> Share.parse(text))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("'" + text + "' is no share of the clients\n"
                        + "HINT: shares are numbered from 0: the last of eight is 7/8");
    }

    @Test
    void the_shares_of_eight_are_0_to_7() {
        assertThat(Share.parse("0/8")).isEqualTo(new Share(0, 8));
        assertThat(Share.parse("7/8")).isEqualTo(new Share(7, 8));
    }
}
