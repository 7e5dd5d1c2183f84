package io.catwing.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.catwing.client.Entity;
import io.catwing.client.Limits;
import io.catwing.failure.Failure;
import io.catwing.failure.PrintableText;
import io.catwing.fetch.FakeErp.Answer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as an ERP's answer. {@code -Dcatwing.mutations=10000} tries so many; the seed is fixed, so that a case that
 * fails fails again.
 */
class AnswersTest {
    private static final int MUTATIONS = Integer.getInteger("catwing.mutations", 600);
    private static final long SEED = 20260301;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int[] STATUSES = {200, 200, 200, 200, 200, 200, 201, 204, 404, 400, 500, 302, 429};
    private static final Charset[] CHARSETS = {
        StandardCharsets.UTF_8, StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1
    };
    private static final String[] TEXTS = {
        "",
        " ",
        "null",
        "/next",
        "http://evil.example.com/x",
        "\u0000\u001b[31m\u202e",
        "\ud800",
        "x".repeat(5000),
        "?a=b&c",
        "1e999999999",
        "{{date}}",
        "2026-02-30",
        "%zz"
    };
    private static final String[] NUMBERS = {
        "1e400", "-0", "1E+2", "9".repeat(400), "1e999999999", "1e-99999999999999", "0.1", "9223372036854775808", "2"
    };

    private record Fixture(FakeErp erp, Map<String, String> answers) {}

    private static Fixture fixture(String erp, Map<String, String> answers, Function<String, Answer> serve) {
        return new Fixture(FakeErp.products(erp, serve), answers);
    }

    /** An ERP of each kind; what it answers is by path and query, and {@code *} for all else. */
    private static List<Function<Function<String, Answer>, Fixture>> kinds() {
        String page = "\"total\":3,\"pages\":2,\"more\":%s,\"next\":%s,\"error\":null}";
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("1", "{\"data\":[{\"id\":1,\"name\":\"a\"},{\"id\":2.50}]," + page.formatted("true", "\"?p=2\""));
        pages.put("*", "{\"data\":[{\"id\":\"3\",\"lines\":[{\"a\":[1]}]}]," + page.formatted("false", "null"));
        Map<String, String> one = Map.of("*", "[{\"id\":1,\"name\":\"ü\"},{\"id\":2,\"x\":{\"y\":[null,true]}}]");
        Map<String, String> keyed = Map.of("*", "{\"data\":{\"a\":{\"id\":1},\"b\":{\"id\":2}},\"count\":2}");
        Map<String, String> beside = Map.of(
                "*",
                "{\"data\":[{\"id\":1},{\"id\":2}],\"rows\":[{\"of\":1,\"n\":7},{\"of\":2}],\"total\":2,\"ok\":true}");
        Map<String, String> detail = Map.of(
                "/orders?date=2026-02-24", "[{\"id\":1},{\"id\":2}]", "*", "{\"rows\":[{\"sku\":\"a\",\"qty\":1}]}");
        String envelope = "envelope: {records: /data, total: /total, error: /error, success: '.error == null',"
                + " retry: '.error.again'}\nrequest: {query: {p: \"{{page}}\"}}\n";
        return List.of(
                serve -> fixture("", one, serve),
                serve -> fixture(
                        envelope + "paging: {type: page, size: 2, stop: {pages: /pages, more: /more}}", pages, serve),
                serve -> fixture(envelope + "paging: {type: page, size: 2, stop: {short_page: true}}", pages, serve),
                serve -> fixture("envelope: {records: /data}\npaging: {type: next_link, next: /next}", pages, serve),
                serve -> fixture(
                        "envelope: {records: /data, total: /total}\npaging: {type: cursor, next: /next, more: /more}\n"
                                + "request: {query: {p: \"{{cursor}}\"}}",
                        pages,
                        serve),
                serve -> fixture(
                        "envelope: {records: /data}\npaging: {type: keyset, key: /id, size: 2}\n"
                                + "request: {query: {p: \"{{key}}\"}}",
                        pages,
                        serve),
                serve -> fixture(
                        "envelope: {records: /data, keyed: {as: k, value: v}, none_when: [404, missing]}",
                        keyed,
                        serve),
                serve -> fixture(
                        "envelope: {records: /data, one_is_object: true, none_when: [404, null_value, empty_body]}",
                        pages,
                        serve),
                serve -> fixture(
                        "envelope: {records: /data, success: '.ok', beside: {at: /rows, key: /id, parent: /of, as: rows}}",
                        beside,
                        serve),
                serve -> new Fixture(
                        FakeErp.of(
                                Entity.PURCHASE_ORDERS,
                                """
                                delta: {days: 1}
                                request: {path: /orders, query: {date: "{{date}}"}}
                                detail: {request: {path: "/orders/{{id}}"}, key: /id, as: own}
                                mapping: {purchase_order_id: /id, lines: {at: /own/rows, quantity: /qty}}
                                """,
                                serve),
                        detail));
    }

    @Test
    void any_answer_is_a_whole_file_or_none_and_a_message_that_can_be_shown() throws IOException {
        int whole = 0;
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Random random = new Random(SEED + i);
            var kind = kinds().get(random.nextInt(kinds().size()));
            Map<String, Answer> mutated = new LinkedHashMap<>();
            Fixture[] fixture = new Fixture[1];
            fixture[0] = kind.apply(asked -> mutated.computeIfAbsent(
                    asked, a -> mutation(random, fixture[0].answers().getOrDefault(a, plain(fixture[0])))));
            try {
                List<String> records = fixture[0].erp().fetch();
                for (String record : records) {
                    assertThat(JSON.readTree(record).isObject())
                            .as("case %s: %s", i, record)
                            .isTrue();
                }
                whole++;
            } catch (Failure failure) {
                assertThat(failure.getMessage())
                        .as("case %s", i)
                        .contains("\nHINT: ")
                        .doesNotContain("Exception");
                assertThat(PrintableText.cleanLines(failure.getMessage(), Integer.MAX_VALUE)
                                .length())
                        .as("case %s: %s", i, failure.getMessage())
                        .isLessThanOrEqualTo(Limits.MESSAGE);
                refused++;
            } catch (IOException noJson) {
                // No file either: the route asks again, and AskErp has the words.
                refused++;
            }
        }
        assertThat(whole).isGreaterThan(MUTATIONS / 20);
        assertThat(refused).isGreaterThan(MUTATIONS / 20);
    }

    private static String plain(Fixture fixture) {
        boolean first = fixture.erp().asked.size() <= 1;
        return first && fixture.answers().containsKey("1")
                ? fixture.answers().get("1")
                : fixture.answers().get("*");
    }

    private static Answer mutation(Random random, String json) {
        int status = STATUSES[random.nextInt(STATUSES.length)];
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        try {
            for (int times = random.nextInt(4); times > 0; times--) {
                body = switch (random.nextInt(6)) {
                    case 0, 1, 2 -> JSON.writeValueAsBytes(odd(random, JSON.readTree(body)));
                    case 3 -> flipped(random, body);
                    case 4 -> Arrays.copyOf(body, random.nextInt(body.length + 1));
                    default -> new String(body, StandardCharsets.UTF_8).getBytes(CHARSETS[random.nextInt(4)]);
                };
            }
        } catch (IOException noJsonAnyMore) {
            body = flipped(random, body);
        }
        List<String> links = random.nextInt(12) == 0 ? List.of("</p?9>; rel=next") : List.of();
        return new Answer(status, body, links);
    }

    private static byte[] flipped(Random random, byte[] body) {
        byte[] other = body.clone();
        for (int i = 0; i < 3 && other.length > 0; i++) {
            other[random.nextInt(other.length)] = (byte) random.nextInt(256);
        }
        return other;
    }

    /** The tree with one value somewhere replaced, doubled, renamed or taken away. */
    private static JsonNode odd(Random random, JsonNode tree) {
        List<JsonNode> containers = new ArrayList<>();
        collect(tree, containers);
        if (containers.isEmpty() || random.nextInt(15) == 0) {
            return value(random, tree);
        }
        JsonNode at = containers.get(random.nextInt(containers.size()));
        if (at instanceof ArrayNode array) {
            int index = array.isEmpty() ? 0 : random.nextInt(array.size());
            switch (random.nextInt(3)) {
                case 0 -> array.remove(index);
                case 1 ->
                    array.insert(
                            index,
                            array.isEmpty()
                                    ? NODES.nullNode()
                                    : array.get(index).deepCopy());
                default -> array.insert(index, value(random, tree));
            }
        } else if (at instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() ? "id" : names.get(random.nextInt(names.size()));
            switch (random.nextInt(3)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(TEXTS[random.nextInt(TEXTS.length)], value(random, tree));
                default -> object.set(name, value(random, tree));
            }
        }
        return tree;
    }

    private static JsonNode value(Random random, JsonNode tree) {
        return switch (random.nextInt(8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.textNode(TEXTS[random.nextInt(TEXTS.length)]);
            case 3, 4 -> NODES.rawValueNode(new RawValue(NUMBERS[random.nextInt(NUMBERS.length)]));
            case 5 -> NODES.arrayNode();
            case 6 -> NODES.objectNode();
            default -> nested(random.nextInt(700), tree);
        };
    }

    private static JsonNode nested(int levels, JsonNode inside) {
        JsonNode nested = inside.deepCopy();
        for (int i = 0; i < levels; i++) {
            nested = i % 2 == 0
                    ? NODES.arrayNode().add(nested)
                    : NODES.objectNode().set("next", nested);
        }
        return nested;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode() && containers.size() < 200) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}
