package io.catwing.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.service.page.DaysHeld.Day;
import io.catwing.service.page.DaysHeld.OfClient;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class DaysHeldIT {
    private static final LocalDate YESTERDAY = LocalDate.of(2026, 2, 10);
    private static final LocalDate FIRST = YESTERDAY.minusDays(9);

    @TempDir
    Path folder;

    private final JdbcClient jdbc = JdbcClient.create(Servers.database().dataSource());
    private final DaysHeld daysHeld =
            new DaysHeld(jdbc, Clock.fixed(Instant.parse("2026-02-11T12:00:00Z"), ZoneOffset.UTC));
    private Client client;

    @BeforeEach
    void a_client_whose_snapshot_of_suppliers_names_no_day() throws IOException {
        client = client("");
    }

    private Client client(String start) throws IOException {
        return client(start, "snapshot: true", "page: \"{{page}}\"");
    }

    /** @param kind of suppliers @param query of theirs */
    private Client client(String start, String kind, String query) throws IOException {
        String file = Files.readString(Path.of("clients/CW-000200.yaml"))
                .replaceFirst(
                        "(?s)\nentities:.*",
                        "\n" + start
                                + """
                        entities:
                          products:
                            snapshot: true
                            request: {path: /products, query: {date: "{{date}}", page: "{{page}}"}}
                            mapping: {product_id: /id, name: /name}
                          suppliers:
                            %s
                            request: {path: /suppliers, query: {%s, p: "{{page}}"}}
                            mapping: {supplier_id: /id, name: /name}
                        """
                                        .formatted(kind, query));
        Files.writeString(folder.resolve("CW-000200.yaml"), file);
        ClientFiles.Result read = ClientFiles.read(folder, name -> null);
        assertThat(read.problems()).isEmpty();
        return read.clients().get(0);
    }

    private void held(String entity, LocalDate from, LocalDate to) {
        from.datesUntil(to.plusDays(1)).forEach(day -> jdbc.sql(
                        "insert into ops.ledger (raw_key, client_id, entity, source_date, etag, sha256,"
                                + " mapping_version, rows_loaded, rows_rejected, run_id)"
                                + " values (:key, 'CW-000200', :entity, :day, 'e', 's', 'm', 1, 0, 'r')")
                .param("key", "raw-data/CW-000200/" + day + "/" + entity + ".json")
                .param("entity", entity)
                .param("day", day)
                .update());
    }

    private OfClient look() {
        return daysHeld.of(List.of(client), FIRST, YESTERDAY.plusDays(1), true).get(0);
    }

    @Test
    void a_client_without_files_lacks_yesterday_alone() {
        assertThat(look().oldestGap().day()).isEqualTo(YESTERDAY);
        assertThat(look().days(YESTERDAY.minusDays(1), YESTERDAY.plusDays(1)))
                .containsExactly(
                        new Day(YESTERDAY.minusDays(1), 0, 0, 0),
                        new Day(YESTERDAY, 0, 2, 0),
                        new Day(YESTERDAY.plusDays(1), 0, 0, 0));
    }

    @Test
    void the_oldest_gap_is_the_first_day_without_a_file_that_can_still_be_fetched() {
        held("products", FIRST, FIRST.plusDays(3));
        held("products", FIRST.plusDays(5), FIRST.plusDays(6));
        held("products", FIRST.plusDays(8), YESTERDAY);
        held("suppliers", FIRST, FIRST);
        held("suppliers", YESTERDAY, YESTERDAY);

        assertThat(look().oldestGap().day()).isEqualTo(FIRST.plusDays(4));
        assertThat(look().days(FIRST.plusDays(3), FIRST.plusDays(4)))
                .as("suppliers are missing for ever, products are owed")
                .containsExactly(new Day(FIRST.plusDays(3), 1, 2, 1), new Day(FIRST.plusDays(4), 0, 2, 1));
    }

    @Test
    void a_client_whose_days_are_complete_has_no_gap() {
        held("products", FIRST, YESTERDAY);
        held("suppliers", FIRST, YESTERDAY);

        assertThat(look().oldestGap()).isNull();
        assertThat(look().days(FIRST, YESTERDAY)).allMatch(day -> day.level() == 4 && day.owed() == 0);
    }

    @Test
    void a_past_day_without_a_file_of_a_delta_that_goes_on_by_itself_is_not_counted() throws IOException {
        client = client("", "delta: {token: /next}", "token: \"{{token}}\"");
        held("products", FIRST, YESTERDAY);
        held("suppliers", FIRST, FIRST);

        assertThat(look().oldestGap()).isNull();
        assertThat(look().days(FIRST, FIRST.plusDays(1)))
                .containsExactly(new Day(FIRST, 2, 2, 0), new Day(FIRST.plusDays(1), 1, 1, 0));
        assertThat(look().days(YESTERDAY, YESTERDAY))
                .as("what is missing is owed")
                .containsExactly(new Day(YESTERDAY, 1, 2, 0));
    }

    @Test
    void a_missed_snapshot_of_such_a_delta_is_missing_for_ever() throws IOException {
        LocalDate snapshot = FIRST.plusDays(1);
        String every = snapshot.getDayOfWeek().name().toLowerCase(Locale.ROOT);
        client = client("", "delta: {token: /next, snapshot: {every: " + every + "}}", "token: \"{{token}}\"");
        held("products", FIRST, YESTERDAY);
        held("suppliers", FIRST, FIRST);

        assertThat(look().oldestGap()).isNull();
        assertThat(look().days(snapshot, snapshot.plusDays(1)))
                .containsExactly(new Day(snapshot, 1, 2, 1), new Day(snapshot.plusDays(1), 1, 1, 0));
    }

    @Test
    void days_begin_with_the_start_that_a_clients_file_names() throws IOException {
        held("products", FIRST.plusDays(2), YESTERDAY);
        held("suppliers", FIRST.plusDays(2), YESTERDAY);
        client = client("start: " + FIRST.plusDays(1) + "\n");
        assertThat(look().oldestGap().day()).isEqualTo(FIRST.plusDays(1));

        client = client("start: " + FIRST.plusDays(3) + "\n");
        assertThat(look().oldestGap()).isNull();
        assertThat(look().days(FIRST.plusDays(2), FIRST.plusDays(2)).get(0).expected())
                .isZero();
    }
}
