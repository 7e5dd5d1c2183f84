package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.catwing.support.Child;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in a command that a service runs, on a terminal of its own. The service is only what it answers. */
class LeaveOrStopTest {
    private static final String RUN = "20260224-031500-7f3a";
    private static final String CTRL_C = "\u0003";

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** What the service answers to a stop; null where it stops the run. */
    private volatile String refusal;

    private HttpServer service;
    private Process command;

    @BeforeEach
    void a_service_whose_run_lasts_until_it_is_stopped() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(Executors.newCachedThreadPool());
        service.createContext("/api/v1/commands", this::answer);
        service.start();
    }

    @AfterEach
    void end() throws Exception {
        stopped.countDown();
        command.destroyForcibly().waitFor();
        service.stop(0);
    }

    private void answer(HttpExchange request) throws IOException {
        try (request) {
            String body = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(body.replaceFirst(",\"width\".*", ""));
            request.sendResponseHeaders(200, 0);
            OutputStream lines = request.getResponseBody();
            if (body.contains("\"stop\"") && refusal != null) {
                line(lines, "{\"err\":\"" + refusal + "\\n\"}");
                line(lines, "{\"exit\":2}");
                return;
            }
            if (body.contains("\"stop\"")) {
                stopped.countDown();
                line(lines, "{\"exit\":0}");
                return;
            }
            line(lines, "{\"run\":\"" + RUN + "\"}");
            line(lines, "{\"out\":\"at work\\n\"}");
            stopped.await();
            line(lines, "{\"out\":\"ended early\\n\"}");
            line(lines, "{\"exit\":1}");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void line(OutputStream lines, String json) throws IOException {
        lines.write((json + "\n").getBytes(StandardCharsets.UTF_8));
        lines.flush();
    }

    @Test
    void ctrl_c_asks_whether_the_run_goes_on_and_no_stops_it() throws Exception {
        start();
        awaitText("at work");

        type(CTRL_C);
        awaitText("Run " + RUN + " is the service's. Does it go on? [Y/n]");
        type("n\n");

        assertThat(command.waitFor()).as(said()).isEqualTo(1);
        assertThat(said()).contains("ended early");
        assertThat(asked).containsExactly("{\"arguments\":[\"fetch\"]", "{\"arguments\":[\"stop\",\"" + RUN + "\"]");
    }

    @Test
    void why_a_run_cannot_be_stopped_is_said() throws Exception {
        refusal = "catwing: run " + RUN + " is not under way";
        start();
        awaitText("at work");

        type(CTRL_C);
        awaitText("[Y/n]");
        type("n\n");

        awaitText(refusal);
        type(CTRL_C);
        assertThat(command.waitFor()).as(said()).isEqualTo(130);
    }

    @Test
    void the_run_goes_on_unless_somebody_says_no() throws Exception {
        start();
        awaitText("at work");

        type(CTRL_C);
        awaitText("[Y/n]");
        type("\n");

        leftToTheService();
    }

    @Test
    void a_second_ctrl_c_leaves_at_once() throws Exception {
        start();
        awaitText("at work");

        type(CTRL_C);
        awaitText("[Y/n]");
        type(CTRL_C);

        leftToTheService();
    }

    private void leftToTheService() throws Exception {
        assertThat(command.waitFor()).as(said()).isEqualTo(130);
        assertThat(said())
                .contains(
                        "catwing: the service goes on with it; ./catwing status shows what comes of it, and ./catwing stop "
                                + RUN + " ends it");
        assertThat(asked).containsExactly("{\"arguments\":[\"fetch\"]");
    }

    private void start() throws IOException {
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        program.addAll(Child.program());
        program.add("fetch");
        String line = "exec env --default-signal=INT "
                + program.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        ProcessBuilder builder = new ProcessBuilder("script", "--quiet", "--return", "--command", line, "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CATWING_"));
        builder.environment()
                .put("CATWING_URL", "http://127.0.0.1:" + service.getAddress().getPort());
        builder.environment().put("CATWING_TOKEN", "a token");
        command = builder.start();
    }

    private void type(String keys) throws IOException {
        command.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
        command.getOutputStream().flush();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    private void awaitText(String text) {
        await().atMost(Duration.ofMinutes(1)).until(() -> said().contains(text));
    }
}
