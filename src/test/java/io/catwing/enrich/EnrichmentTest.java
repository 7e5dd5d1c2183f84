package io.catwing.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnrichmentTest {

    @ParameterizedTest
    @CsvSource({
        "Europe/London, Europe/London",
        "UTC, UTC",
        "Z, UTC",
        "GMT, UTC",
        "+02:00, <+0200>-02:00",
        "UTC-03:30, <-0330>+03:30",
        "Etc/GMT+5, <-0500>+05:00"
    })
    void a_time_zone_is_named_as_postgresql_names_it(String java, String postgres) {
        assertThat(Enrichment.postgresName(ZoneId.of(java))).isEqualTo(postgres);
    }
}
