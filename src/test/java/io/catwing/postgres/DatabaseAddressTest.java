package io.catwing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.AbortingFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    private static final String BEGINNING = "jdbc:postgresql://db.example.com:5433/catwing";

    private static Map<String, String> variables(String url) {
        return new DatabaseAddress(url, "catwing", "not in any list").variables();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssl=true | PGSSLMODE | verify-full",
                "ssl | PGSSLMODE | verify-full",
                "ssl=true&sslmode=require | PGSSLMODE | require",
                "sslmode=require&ssl=true | PGSSLMODE | require",
                "sslmode=VERIFY-CA | PGSSLMODE | verify-ca",
                "sslrootcert=/etc/ca%20x.pem | PGSSLROOTCERT | /etc/ca x.pem",
                "sslcert=/a.crt | PGSSLCERT | /a.crt",
                "sslkey=/a.pk8 | PGSSLKEY | /a.pk8",
                "channelBinding=require | PGCHANNELBINDING | require",
                "gssEncMode=disable | PGGSSENCMODE | disable",
                "targetServerType=primary | PGTARGETSESSIONATTRS | primary",
                "targetServerType=any | PGTARGETSESSIONATTRS | any",
                "targetServerType=preferSecondary | PGTARGETSESSIONATTRS | prefer-standby",
                "options=-c%20statement_timeout=0 | PGOPTIONS | -c statement_timeout=0",
                "ApplicationName=x | PGAPPNAME | x",
                "connectTimeout=3 | PGCONNECT_TIMEOUT | 3",
                "kerberosServerName=pg | PGKRBSRVNAME | pg",
            })
    void a_parameter_means_to_pg_dump_what_it_means_to_us(String query, String variable, String value) {
        assertThat(variables(BEGINNING + "?" + query)).containsEntry(variable, value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslfactory=org.postgresql.ssl.NonValidatingFactory",
                "sslhostnameverifier=x",
                "sslkey=/a.p12",
                "sslrootcert=classpath:ca.pem",
                "sslpasswordcallback=x",
                "sslNegotiation=direct",
                "socketFactory=x",
                "authenticationPluginClassName=x",
                "requireAuth=scram-sha-256",
                "currentSchema=x",
                "targetServerType=preferPrimary",
                "replication=true",
                "localSocketAddress=x",
                "gsslib=x",
                "no_such_parameter=1",
            })
    void what_pg_dump_cannot_be_told_is_refused_with_a_hint(String query) {
        assertThatThrownBy(() -> variables(BEGINNING + "?" + query))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageMatching("CATWING_DB_URL has the parameter \\S+, which pg_dump cannot be given with the same"
                        + " meaning\nHINT: .+")
                .hasMessageContaining(query.substring(0, query.indexOf('=')));
    }

    @Test
    void hosts_ports_and_the_database_are_told_and_the_password_is_not() {
        assertThat(variables("jdbc:postgresql://[::1]:1,b:2/cat%20wing?tcpKeepAlive=true"))
                .containsEntry("PGHOST", "::1,b")
                .containsEntry("PGPORT", "1,2")
                .containsEntry("PGDATABASE", "cat wing")
                .containsEntry("PGUSER", "catwing")
                .containsEntry("PGTZ", "UTC")
                .containsEntry("PGCONNECT_TIMEOUT", "10")
                .containsEntry("PGTARGETSESSIONATTRS", "primary")
                .doesNotContainValue("not in any list");
    }
}
