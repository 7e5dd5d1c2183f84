package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.app.ServerAddresses;
import io.catwing.support.Servers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class DatabaseServerIT {
    private static final Servers.Database ANY = Servers.database();
    private static final JdbcTemplate SQL = new JdbcTemplate(ANY.dataSource());
    private static final DatabaseName LIVE = new DatabaseName("ordered_live");
    private static final DatabaseName MADE = new DatabaseName("ordered_made");

    private static Map<String, Object> order(DatabaseName database) {
        return SQL.queryForMap(
                "select datlocprovider, daticulocale, datcollate, datctype, encoding from pg_database where datname = ?",
                database.value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "encoding 'UTF8' locale_provider icu icu_locale 'de-u-kn-true' lc_collate 'C' lc_ctype 'C'",
                "encoding 'UTF8' locale_provider libc lc_collate 'C' lc_ctype 'C'",
                "encoding 'LATIN1' locale_provider libc lc_collate 'C' lc_ctype 'C'"
            })
    void a_database_is_made_with_the_encoding_and_the_order_of_texts_of_the_live_one(String written) {
        SQL.execute("create database " + LIVE.quoted() + " template template0 " + written);
        DatabaseServer server = new DatabaseServer(
                new ServerAddresses(
                        ANY.url().replaceFirst("/[^/?]+(\\?|$)", "/" + LIVE + "$1"), ANY.user(), "", Map.of()),
                new RecoverSettings("postgres", "0 0 6 ? * SUN", ZoneOffset.UTC, Duration.ofDays(8), 0));
        try {
            server.create(MADE);

            assertThat(order(MADE)).isEqualTo(order(LIVE));
        } finally {
            server.drop(MADE);
            server.drop(LIVE);
        }
    }
}
