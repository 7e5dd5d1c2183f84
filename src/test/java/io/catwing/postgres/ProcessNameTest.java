package io.catwing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProcessNameTest {

    @Test
    void a_process_of_this_host_is_gone_when_none_of_its_number_and_start_is() throws Exception {
        Process other = new ProcessBuilder("sleep", "600").start();
        Instant started = other.info().startInstant().orElseThrow();
        String name = ProcessName.name(other.pid(), started);
        try {
            assertThat(ProcessName.isGone(name)).isFalse();
            assertThat(ProcessName.isGone(ProcessName.name(other.pid(), started.minusSeconds(60))))
                    .as("its number was given again")
                    .isTrue();
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(ProcessName.isGone(name)).isTrue();
        assertThat(ProcessName.isGone(ProcessName.get())).isFalse();
    }

    @Test
    void of_a_process_elsewhere_nothing_is_known() {
        assertThat(ProcessName.isGone("process 1 on another-host since 2026-02-24T03:15:00Z"))
                .isFalse();
        assertThat(ProcessName.isGone("whatever")).isFalse();
        assertThat(ProcessName.ofSessions()).startsWith("catwing process ").hasSizeLessThanOrEqualTo(63);
    }
}
