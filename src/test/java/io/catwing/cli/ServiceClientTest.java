package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceClientTest {
    /** What is still sent of it would be reset, not read. */
    private static void readAll(Socket connection) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) connection.getInputStream().read());
        }
        int length = Integer.parseInt(head.toString().replaceFirst("(?is).*content-length: *([0-9]+).*", "$1"));
        assertThat(connection.getInputStream().readNBytes(length)).hasSize(length);
    }

    private record Seen(int exit, String said, int requests) {}

    /** Until it is closed. */
    private static void serve(ServerSocket service, String answer, AtomicInteger requests) {
        while (!service.isClosed()) {
            try (Socket connection = service.accept()) {
                readAll(connection);
                requests.incrementAndGet();
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** @param answer what the service answers before it ends the connection */
    private static Seen ask(String command, String answer) throws Exception {
        String[] arguments = {command};
        AtomicInteger requests = new AtomicInteger();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        CompletableFuture<Void> serving;
        int exit;
        try (ServerSocket service = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            serving = CompletableFuture.runAsync(() -> serve(service, answer, requests));
            exit = ServiceClient.find(arguments, Map.of("CATWING_URL", "http://127.0.0.1:" + service.getLocalPort()))
                    .orElseThrow()
                    .run(arguments, new PrintStream(said, true), new PrintStream(said, true))
                    .orElseThrow();
        }
        serving.join();
        return new Seen(exit, said.toString(StandardCharsets.UTF_8), requests.get());
    }

    @ParameterizedTest
    @CsvSource({
        "fetch, ./catwing status shows",
        "drill, the page Recovery and the log of the service show",
        "backup, ./catwing backup --status shows",
        "recover, ./catwing recover list and the page Recovery show",
        "verify, the log of the service says"
    })
    void a_command_is_sent_once_also_where_the_service_dies_before_it_answers(String command, String whereSeen)
            throws Exception {
        Seen seen = ask(command, "");

        assertThat(seen.requests()).isEqualTo(1);
        assertThat(seen.exit()).isEqualTo(1);
        assertThat(seen.said())
                .contains(" ended before the command did\n", "HINT: " + whereSeen + " what became of it\n");
    }

    @Test
    void a_service_that_does_not_know_the_token_is_told_as_such() throws Exception {
        Seen seen = ask(
                "backup",
                "HTTP/1.1 401 \r\nWWW-Authenticate: Bearer\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        assertThat(seen.requests()).isEqualTo(1);
        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.said()).contains(" answered 401\n", "HINT: set CATWING_TOKEN to a token of the service\n");
    }
}
