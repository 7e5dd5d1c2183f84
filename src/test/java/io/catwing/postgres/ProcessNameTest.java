package io.catwing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessNameTest {
    private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");
    private static final String NONE = "";

    private Process other;
    private Instant started;

    @BeforeEach
    void start() throws Exception {
        other = new ProcessBuilder("sleep", "600").start();
        started = other.info().startInstant().orElseThrow();
    }

    @AfterEach
    void end() throws Exception {
        other.destroyForcibly().waitFor();
    }

    private static String namespace() throws Exception {
        assumeTrue(Files.exists(NAMESPACE), "this system has no namespaces");
        return Files.readSymbolicLink(NAMESPACE).toString();
    }

    private String tick() {
        return ProcessName.tick(other.pid()).orElseThrow();
    }

    private String name(String namespace, String tick) {
        return ProcessName.name(other.pid(), started, ProcessName.place(namespace, tick));
    }

    @Test
    void a_process_of_this_host_is_gone_when_none_of_its_number_and_start_is() throws Exception {
        String name = name(namespace(), tick());
        assertThat(ProcessName.isGone(name)).isFalse();
        assertThat(ProcessName.isGone(name(namespace(), tick() + "0")))
                .as("its number was given again")
                .isTrue();

        end();

        assertThat(ProcessName.isGone(name)).isTrue();
        assertThat(ProcessName.isGone(ProcessName.get())).isFalse();
        assertThat(ProcessName.get()).contains(" in " + namespace() + " at tick ");
    }

    @Test
    void of_a_process_in_another_container_on_this_hosts_network_nothing_is_known() throws Exception {
        String there = "pid:[4026530000]";
        assertThat(namespace()).isNotEqualTo(there);

        assertThat(ProcessName.isGone(name(there, tick() + "0")))
                .as("it has the number of another here")
                .isFalse();
        end();
        assertThat(ProcessName.isGone(name(there, "1"))).isFalse();
    }

    @Test
    void a_process_is_not_gone_because_the_clock_was_set_since_it_started() throws Exception {
        started = started.minus(Duration.ofHours(6));

        assertThat(ProcessName.isGone(name(namespace(), tick()))).isFalse();
    }

    @Test
    void of_a_process_of_an_earlier_version_which_did_not_say_its_namespace_nothing_is_known() throws Exception {
        namespace();
        end();

        assertThat(ProcessName.isGone(ProcessName.name(other.pid(), started, NONE)))
                .isFalse();
    }

    @Test
    void an_earlier_version_takes_no_process_of_this_one_for_gone() throws Exception {
        namespace();

        assertThat(ProcessName.get()).doesNotMatch("process ([0-9]{1,10}) on (\\S+) since (\\S+)");
    }

    @Test
    void of_a_process_elsewhere_nothing_is_known() {
        assertThat(ProcessName.isGone("process 1 on another-host since 2026-02-24T03:15:00Z"))
                .isFalse();
        assertThat(ProcessName.isGone("whatever")).isFalse();
    }

    @Test
    void sessions_of_two_processes_are_told_apart_whatever_their_number_and_however_long_the_name_of_their_host() {
        String host = "catwing-fetch-and-load-of-all-clients-each-night-28734120-x7k2p";
        String one = ProcessName.sessions(1, host + "a");
        String another = ProcessName.sessions(1, host + "b");

        assertThat(one).startsWith("catwing process 1 ").hasSize(63).isNotEqualTo(another);
        assertThat(ProcessName.sessions(1, "host")).isNotEqualTo(ProcessName.sessions(1, "host"));
        assertThat(ProcessName.ofSessions())
                .startsWith("catwing process ")
                .hasSizeLessThanOrEqualTo(63)
                .as("for as long as the process lives")
                .isEqualTo(ProcessName.ofSessions());
    }
}
