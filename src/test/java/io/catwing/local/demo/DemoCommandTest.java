package io.catwing.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.failure.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    /** In the demo's own process they are secrets like any, and masked wherever they are told otherwise. */
    @Test
    void the_kept_erps_keys_are_printed_as_another_shell_needs_them() throws Exception {
        try (DemoErp erp = DemoErp.start(DemoOptions.of(LocalDate.of(2026, 2, 11), 1))) {
            Map<String, String> environment = erp.environment();
            environment.values().forEach(Secrets::register);

            assertThat(DemoCommand.exports(environment).lines())
                    .hasSize(5)
                    .contains("  export CW_000200_API_KEY=" + environment.get("CW_000200_API_KEY"));
        }
    }

    @Test
    void a_second_demo_listens_where_the_first_did_unless_the_port_is_taken(@TempDir Path home) throws Exception {
        Path port = home.resolve("demo.port");
        DemoOptions options = DemoOptions.of(LocalDate.of(2026, 2, 11), 1);
        int first;
        try (DemoErp erp = DemoCommand.startErp(options, port)) {
            first = erp.baseUrl().getPort();
            Files.writeString(port, first + "\n");
            try (DemoErp beside = DemoCommand.startErp(options, port)) {
                assertThat(beside.baseUrl().getPort()).isNotEqualTo(first);
            }
        }
        try (DemoErp again = DemoCommand.startErp(options, port)) {
            assertThat(again.baseUrl().getPort()).isEqualTo(first);
        }
    }
}
