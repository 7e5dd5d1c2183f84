package io.catwing.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.job.Job;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.support.HostileErp;
import io.catwing.support.HostileErp.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each hostile behaviour is a client of its own, beside an honest one. */
class HostileErpIT {

    /** Small, so that each ends soon; what they end is endless, so none of it can pass by being quick. */
    private static final String LIMITS =
            """
              limits: {requests_per_second: 100, timeout: 4s, body: 200KB, answer: 3s, file: 8s}
              retry: {attempts: 2, delay: 10ms, max_delay: 20ms}
            """;

    private static final String ENTITIES =
            """
            entities:
              products: {snapshot: true, request: {path: /products}, mapping: {product_id: /id, name: /id}}
            """;

    private final FetchFixture fixture = new FetchFixture();

    /** The limit is only there so that an answer without end fails and does not last. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void each_hostile_erp_fails_for_itself_with_a_message_and_leaves_nothing_behind() throws Exception {
        try (fixture;
                HostileErp hostile = new HostileErp()) {
            fixture.erp.stubFor(get("/products").willReturn(okJson("[{\"id\":1}]")));
            fixture.start(clients(hostile));
            List<ClientId> ids = new ArrayList<>();
            for (Behaviour behaviour : Behaviour.values()) {
                ids.add(behaviour.client());
            }
            ids.add(FetchFixture.CLIENT);

            Map<String, String> wrong = new TreeMap<>();
            for (StepResult outcome : fetch(ids)) {
                String name = outcome.client().equals(FetchFixture.CLIENT)
                        ? "honest"
                        : Behaviour.values()[
                                Integer.parseInt(outcome.client().value().substring(3)) - 300].name();
                boolean right = name.equals("honest")
                        ? outcome.outcome() == Outcome.DONE
                        : outcome.outcome() == Outcome.FAILED && isClear(outcome.message());
                if (!right) {
                    wrong.put(name, outcome.outcome() + " " + outcome.message());
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(fixture.spooled()).isEmpty();
        }
    }

    private static boolean isClear(String message) {
        String fact = message.substring(0, Math.max(0, message.indexOf("\nHINT: ")));
        return message.length() <= 600
                && fact.matches("(?s)(raw-data/CW-000|GET http://127|the token endpoint at ).*")
                && message.indexOf("HINT:", fact.length() + 3) < 0
                && !message.contains("unforeseen")
                && !message.contains("org.apache")
                && !message.contains("Exception");
    }

    @SuppressWarnings("unchecked")
    private List<StepResult> fetch(List<ClientId> ids) {
        Job order = Job.of(RunId.next(), "test", ids)
                .entities(List.of(Entity.PRODUCTS))
                .on(List.of(FetchFixture.DAY));
        return fixture.camel().createProducerTemplate().requestBody("direct:fetch", order, List.class);
    }

    private List<Client> clients(HostileErp hostile) throws IOException {
        Path folder = Files.createDirectories(fixture.home.resolve("clients"));
        for (Behaviour behaviour : Behaviour.values()) {
            write(folder, behaviour.client(), hostile.file(behaviour, LIMITS, ENTITIES));
        }
        write(
                folder,
                FetchFixture.CLIENT,
                "client: " + FetchFixture.CLIENT + "\nname: Test\nerp:\n  url: " + fixture.erp.baseUrl() + "\n"
                        + ENTITIES);
        ClientFiles.Result files = ClientFiles.read(folder, name -> "of-the-test");
        assertThat(files.problems()).isEmpty();
        return files.clients();
    }

    private static void write(Path folder, ClientId id, String text) throws IOException {
        Files.writeString(folder.resolve(id + ".yaml"), text);
    }
}
