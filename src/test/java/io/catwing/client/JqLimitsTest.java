package io.catwing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.catwing.client.JqFunctions.TooMuch;
import io.catwing.client.yaml.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JqLimitsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '§',
            textBlock =
                    """
                    .a => 1
                    .c // "none" => none
                    .missing.deeper? // "none" => none
                    [.b[] | select(. > 1)] | length => 2
                    reduce .b[] as $x (0; . + $x) => 6
                    [foreach .b[] as $x (0; . + $x)] | last => 6
                    .a as $x | .b | map(. * $x) | add => 6
                    . as {a: $x, b: [$y]} | $x + $y => 2
                    def f(g): g + 1; f(.a) => 2
                    def f($x): $x + 1; f(.a) => 2
                    def down: if . > 0 then . - 1 | down else "ground" end; 50 | down => ground
                    .s | test("^a+b$") => true
                    .s | sub("a+"; "x") => xb
                    .s | gsub("(?<l>[a-z])"; .l + "-") => a-a-b-
                    .s | [match("a"; "g").offset] | join("+") => 0+1
                    .s | [match(""; "g").offset] | length => 3
                    .s | capture("(?<x>b)") | .x => b
                    [.s | scan("a")] | length => 2
                    [.s | splits("a")] | length => 3
                    .s | ascii_upcase => AAB
                    "-" * 3 => ---
                    "a/b" / "/" | last => b
                    ("ab" | index("b")), empty => 1
                    .b | contains([3]) => true
                    .b - [1, 2] | first => 3
                    try error("x") catch . => x
                    "\\(.a)-\\(.s)" => 1-aab
                    @base64 "\\(.s)" => YWFi
                    {x: .a, (.s): 2} | .x + .aab => 3
                    .b[1] = 7 | .b | add => 11
                    .b[] |= . + 1 | .b | add => 9
                    .b[0] += 5 | .b[0] => 6
                    del(.b[0, 1]) | .b | length => 1
                    [.b[] as $x | .b[] as $y | $x * $y] | add => 36
                    [limit(2; .b[])] | length => 2
                    first(range(10; 0; -3)) => 10
                    [.. | numbers] | add => 7
                    .b | to_entries | map(.key) | join(",") => 0,1,2
                    .b | sort_by(-.) | first => 3
                    [paths] | length => 6
                    label $out | .b[] | if . == 2 then ., break $out else empty end => 2
                    if .a == 1 and (.s | length) == 3 then "yes" else "no" end => yes
                    """)
    void what_people_write_gives_what_jq_gives(String expression, String expected) throws Exception {
        assertThat(evaluate(expression, "{\"a\":1,\"b\":[1,2,3],\"s\":\"aab\"}")
                        .get(0)
                        .asText())
                .isEqualTo(expected);
    }

    /** Some by their steps, some by the size of what they make; each would go on for hours, or take all memory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[range(1e12)] | length",
                "range(1e12) | empty",
                "range(0; 1; 1e-12) | empty",
                "last(range(1e15))",
                "reduce range(0; 1e12) as $i (0; . + 1)",
                "def r: 1, r; [limit(1e9; r)] | length",
                "def r(f): ., (f | r(f)); first(1 | r(.) | select(. == 2))",
                "until(false; .)",
                "[while(true; .)] | length",
                "[recurse(.)] | length",
                "def f: f; f",
                "def f: 1 + f; f",
                "def f: f | f; f",
                "def f: if . == 0 then 0 else ((. - 1 | f), (. - 1 | f)) end; [40 | f] | length",
                "def f: if . == 0 then 0 else (. - 1 | f | f) end; 40 | f, (range(1e9) | empty)",
                "reduce (1, 1 | (., .) | (., .) | (., .) | (., .) | (., .) | (., .) | (., .) | (., .) | (., .) | (., .)"
                        + " | (., .) | (., .) | (., .) | (., .) | (., .) | (., .) | (., .) | (., .) | (., .) | (., .)"
                        + " | (., .) | (., .) | (., .) | (., .) | (., .) | (., .) | (., .) | (., .)) as $x (0; . + 1)",
                "[.b[] as $a | .b[] as $b | .b[] as $c | .b[] as $d | select($a == -1)] | length",
                "[.b[] | . as $a | $a, $a] | combinations(9) | select(.[0] < 0)",
                "[[.b, .b, .b, .b, .b] | combinations] | length",
                "[{a: .b[], b: .b[], c: .b[], d: .b[]}] | length",
                "reduce \"\\(.b[])\\(.b[])\\(.b[])\\(.b[])\" as $x (0; . + 1)",
                "\"x\" * 1e9",
                "1e9 * \"x\"",
                ".s |= . * 1e9",
                "reduce range(60) as $i (\"x\"; . + .)",
                "reduce range(60) as $i ([1]; . + .) | length",
                "reduce range(60) as $i ([1]; [., .]) | tojson | length",
                "reduce range(60) as $i ([1]; [., .]) | . == .",
                "reduce range(60) as $i ({}; {a: ., b: .}) | .x.y | length",
                "reduce range(60) as $i (\"x\"; \"\\(.)\\(.)\") | length",
                "reduce range(60) as $i (\"<\"; @base64) | length",
                "reduce range(60) as $i (\"\\\"\"; tojson) | length",
                "[range(1e5)] | join(\"x\" * 1e6)",
                "\"a\" * 1e5 | gsub(\"a\"; \"x\" * 1e6)",
                "[] | .[1000000000] = 1",
                "null | .a[900000000] |= 1",
                "null | .a[900000000] += 1",
                "[] | setpath([1000000000]; 1)",
                "[range(1e5)] | .[] = 1 | .[] = 2",
                "[range(1e5)] | del(.[range(0; 1e5; 2)]) | length",
                "\"a\" * 1e6 | contains(\"a\" * 5e5 + \"b\")",
                "[range(1e5)] | contains([range(1e5)])",
                "\"a\" * 1e6 | split(\"a\" * 5e5 + \"b\") | length",
                "(\"a\" * 1e6) / (\"a\" * 5e5 + \"b\") | length",
                "gsub(\"\"; \"x\")?, (\"abc\" | gsub(\"x*\"; \"y\"))",
                "[try range(1e12) catch 0] | length",
                "[range(1e12)?] | length",
                "[range(1e12) // 1] | length",
                "[path(range(1e12) as $x | .b)] | length",
                "[.b[range(1e12)]?] | length",
            })
    void what_has_no_end_ends_and_says_so(String expression) throws JsonQueryException, IOException {
        ArrayNode numbers = JSON.createArrayNode();
        IntStream.range(0, 200).forEach(numbers::add);
        String record = JSON.createObjectNode().put("s", "xy").set("b", numbers).toString();

        assertThatThrownBy(() -> evaluate(expression, record))
                .isInstanceOf(TooMuch.class)
                .message()
                .matches("it takes more than [0-9,]+ steps|it makes a.* of more than .*"
                        + "|its regular expression .*|it takes more memory than there is");
    }

    @Test
    void a_regular_expression_that_goes_back_and_forth_is_cut() {
        String text = "{\"s\":\"" + "a".repeat(60) + "!\"}";
        for (String expression : new String[] {".s | test(\"^(a|aa|a?a)+$\")", ".s | gsub(\"^(a|aa|a?a)+$\"; \"\")"}) {
            assertThatThrownBy(() -> evaluate(expression, text))
                    .isInstanceOf(TooMuch.class)
                    .hasMessage("its regular expression takes more than 2 seconds");
        }
    }

    @Test
    void for_a_large_record_there_are_more_steps() throws Exception {
        ArrayNode lines = JSON.createArrayNode();
        IntStream.range(0, 20_000)
                .forEach(line ->
                        lines.add(JSON.createObjectNode().put("sku", "A" + line).put("qty", 1)));
        String record = JSON.createObjectNode().set("lines", lines).toString();

        assertThat(evaluate("[.lines[] | select(.sku != \"A1\") | .qty * 2] | add", record)
                        .get(0)
                        .asInt())
                .isEqualTo(2 * 19_999);
        assertThatThrownBy(() -> evaluate("[.lines[] as $a | .lines[] as $b | $a] | length", record))
                .isInstanceOf(TooMuch.class)
                .hasMessage("it takes more than 2,200,040 steps");
    }

    @Test
    void check_refuses_what_has_no_end_and_takes_what_has() throws Refusal {
        assertThatThrownBy(() -> JqCheck.checked("[range(1e12)] | length"))
                .isInstanceOf(Refusal.class)
                .hasMessage("has no end, even for an empty record: it takes more than 1,000,020 steps");
        assertThat(JqCheck.checked(".a // 1")).isEqualTo(".a // 1");
        assertThatThrownBy(() -> JqCheck.checked("[".repeat(100_000)))
                .isInstanceOf(Refusal.class)
                .hasMessage("is not jq: it is nested too deep");
    }

    private static List<JsonNode> evaluate(String expression, String record) throws JsonQueryException, IOException {
        return JqFunctions.evaluate(JqFunctions.compile(expression), JSON.readTree(record));
    }
}
