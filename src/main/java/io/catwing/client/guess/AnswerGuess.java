package io.catwing.client.guess;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Where the records are in an answer, and how its pages follow each other. */
public final class AnswerGuess {
    private static final int DEPTH = 3;
    private static final int USUAL_SIZE = 100;

    private static final Set<String> TOTALS = Set.of(
            "total",
            "totalcount",
            "totalrecords",
            "totalresults",
            "totalitems",
            "recordstotal",
            "odatacount",
            "count",
            "records");
    private static final Set<String> NEXT_LINKS = Set.of(
            "odatanextlink", "nextlink", "nextpageurl", "nexturl", "linksnext", "linksnexthref", "pagingnext", "next");
    private static final Set<String> CURSORS = Set.of(
            "nextcursor",
            "nextpagetoken",
            "nexttoken",
            "endcursor",
            "cursornext",
            "pagingcursorsafter",
            "cursor",
            "next",
            "continuationtoken");
    private static final Set<String> PAGES = Set.of("totalpages", "pagecount", "pages", "lastpage", "pagestotal");
    private static final Set<String> SIZES =
            Set.of("pagesize", "perpage", "limit", "size", "pagelimit", "itemsperpage");
    private static final Set<String> PAGE = Set.of("page", "currentpage", "pagenumber", "pageno");
    private static final Set<String> OFFSETS = Set.of("offset", "skip", "start", "startat", "from");
    private static final Set<String> MORE = Set.of("hasmore", "more", "hasnextpage", "hasnext");

    private final Map<JsonPointer, JsonNode> around = new LinkedHashMap<>();
    private JsonPointer recordsAt;
    private JsonNode records;
    private String paging;
    private String beside = "";
    private final Map<String, String> parameters = new LinkedHashMap<>();

    /**
     * @param body of the answer
     * @param at where the records are, if that is known; null if not
     * @param links values of its Link header
     */
    public AnswerGuess(JsonNode body, JsonPointer at, List<String> links) {
        if (at != null && body.at(at).isArray()) {
            recordsAt = at;
            records = body.at(at);
        } else {
            look(body);
        }
        if (records != null) {
            collect(body, JsonPointer.empty());
            guessPaging(links);
        }
    }

    /** The longest array of objects, but for one whose name says that it holds lines. */
    private void look(JsonNode body) {
        Map<JsonPointer, JsonNode> arrays = new LinkedHashMap<>();
        arrays(body, JsonPointer.empty(), 0, arrays);
        Comparator<Map.Entry<JsonPointer, JsonNode>> likely = Comparator.comparing(
                        (Map.Entry<JsonPointer, JsonNode> array) ->
                                array.getValue().path(0).isObject())
                .thenComparing(array -> !isOfLines(array.getKey()))
                .thenComparing(array -> array.getValue().size());
        arrays.entrySet().stream().max(likely).ifPresent(array -> {
            recordsAt = array.getKey();
            records = array.getValue();
            arrays.keySet().stream()
                    .filter(at -> !at.equals(recordsAt) && isOfLines(at))
                    .findFirst()
                    .ifPresent(at -> beside(at, arrays.get(at)));
        });
    }

    private static boolean isOfLines(JsonPointer at) {
        return !at.matches()
                && Words.ofLines().contains(Words.plain(at.last().getMatchingProperty()))
                && !Words.plain(at.last().getMatchingProperty()).equals("items");
    }

    private static void arrays(JsonNode node, JsonPointer at, int depth, Map<JsonPointer, JsonNode> into) {
        if (node.isArray()) {
            into.put(at, node);
        } else if (node.isObject() && depth < DEPTH) {
            node.properties()
                    .forEach(member -> arrays(member.getValue(), at.appendProperty(member.getKey()), depth + 1, into));
        }
    }

    /** Lines beside their records, which have a field of one name and value in common. */
    private void beside(JsonPointer at, JsonNode children) {
        JsonNode record = records.path(0);
        record.properties().stream()
                .filter(member -> member.getValue().isValueNode())
                .map(Map.Entry::getKey)
                .filter(name -> children.findValues(name).stream().anyMatch(record.get(name)::equals))
                .findFirst()
                .ifPresent(name -> {
                    String key =
                            Yaml.text(JsonPointer.empty().appendProperty(name).toString());
                    beside = ", beside: {at: " + Yaml.text(at.toString()) + ", key: " + key + ", parent: " + key
                            + ", as: lines}";
                    records = joined(records, children, name);
                });
    }

    private static JsonNode joined(JsonNode records, JsonNode children, String name) {
        ArrayNode joined = JsonNodeFactory.instance.arrayNode();
        records.forEach(record -> {
            ObjectNode whole = joined.addObject();
            record.properties().forEach(member -> whole.set(member.getKey(), member.getValue()));
            ArrayNode lines = whole.putArray("lines");
            children.forEach(child -> {
                if (child.path(name).equals(record.path(name))) {
                    lines.add(child);
                }
            });
        });
        return joined;
    }

    private void collect(JsonNode node, JsonPointer at) {
        if (node.isObject() && !at.equals(recordsAt)) {
            node.properties().forEach(member -> collect(member.getValue(), at.appendProperty(member.getKey())));
        } else if (node.isValueNode()) {
            around.put(at, node);
        }
    }

    /** Null where the answer has no array. */
    public JsonPointer recordsAt() {
        return recordsAt;
    }

    /** At most so many. */
    public List<JsonNode> records(int most) {
        List<JsonNode> some = new ArrayList<>();
        records.forEach(record -> {
            if (record.isObject() && some.size() < most) {
                some.add(record);
            }
        });
        return some;
    }

    /** As YAML in one line, {@code {type: none}} where nothing shows that there is more than one page. */
    public String paging() {
        return paging;
    }

    /** Parameters of the request that the paging needs, with what they are. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** As YAML in one line. */
    public String envelope() {
        JsonPointer total = find(TOTALS);
        boolean counts = total != null
                && around.get(total).isIntegralNumber()
                && around.get(total).asLong() >= records.size();
        String error = around.keySet().stream()
                .filter(at -> Words.plain(at.toString()).matches("error|errormessage"))
                .map(at -> ", error: " + Yaml.text(at.toString()))
                .findFirst()
                .orElse("");
        return "{records: " + Yaml.text(recordsAt.toString())
                + (counts && !(isOfPage(total)) ? ", total: " + Yaml.text(total.toString()) : "") + error + beside
                + "}";
    }

    /** A count that may be that of the page alone. */
    private boolean isOfPage(JsonPointer total) {
        String name = Words.plain(total.last().getMatchingProperty());
        boolean more = !paging.equals("{type: none}");
        return Set.of("count", "records").contains(name)
                && more
                && around.get(total).asLong() == records.size();
    }

    private void guessPaging(List<String> links) {
        JsonPointer next = find(NEXT_LINKS, JsonNode::isTextual);
        boolean address = next != null && around.get(next).asText().matches("https?://.*|/.*|[^ ]*\\?.*");
        boolean odata = around.keySet().stream().anyMatch(at -> at.toString().startsWith("/@odata."));
        if (next != null && address) {
            paging = "{type: next_link, next: " + Yaml.text(next.toString()) + "}";
        } else if (odata) {
            paging = "{type: next_link, next: /@odata.nextLink}";
        } else if (links.stream().anyMatch(link -> link.contains("rel=\"next\"") || link.contains("rel=next"))) {
            paging = "{type: link_header}";
        } else {
            pagingOfParameters();
        }
    }

    private void pagingOfParameters() {
        JsonPointer pages = find(PAGES, JsonNode::isNumber);
        JsonPointer page = find(PAGE, JsonNode::isNumber);
        JsonPointer offset = find(OFFSETS, JsonNode::isNumber);
        JsonPointer cursor = find(CURSORS, value -> value.isTextual() || value.isNumber());
        JsonPointer more = find(MORE, JsonNode::isBoolean);
        JsonPointer total = find(TOTALS, JsonNode::isNumber);
        JsonPointer size = find(SIZES, JsonNode::isNumber);
        long perPage = size == null
                ? Math.max(USUAL_SIZE, records.size())
                : around.get(size).asLong();
        String sized = "size: " + Math.max(1, perPage);
        if (pages != null || page != null) {
            String first = page != null && around.get(page).asLong() == 0 ? "first: 0, " : "";
            paging = "{type: page, " + first + sized + ", stop: {" + stop(pages, more, total) + "}}";
            parameters.put(name(page, "page"), "{{page}}");
            parameters.put(name(size, "page_size"), "{{size}}");
        } else if (cursor != null) {
            paging = "{type: cursor, next: " + Yaml.text(cursor.toString())
                    + (more == null ? "" : ", more: " + Yaml.text(more.toString())) + "}";
            parameters.put("cursor", "{{cursor}}");
        } else if (offset != null || size != null && total != null) {
            paging = "{type: offset, " + sized + ", stop: {" + stop(null, more, total) + "}}";
            parameters.put(name(offset, "offset"), "{{offset}}");
            parameters.put(name(size, "limit"), "{{size}}");
        } else {
            paging = "{type: none}";
        }
    }

    private static String stop(JsonPointer pages, JsonPointer more, JsonPointer total) {
        return pages != null
                ? "pages: " + Yaml.text(pages.toString())
                : more != null
                        ? "more: " + Yaml.text(more.toString())
                        : total != null ? "total: " + Yaml.text(total.toString()) : "short_page: true";
    }

    private static String name(JsonPointer field, String usual) {
        return field == null ? usual : field.last().getMatchingProperty();
    }

    private JsonPointer find(Set<String> words) {
        return find(words, value -> true);
    }

    private JsonPointer find(Set<String> words, Predicate<JsonNode> is) {
        return around.entrySet().stream()
                .filter(field -> is.test(field.getValue()))
                .map(Map.Entry::getKey)
                .filter(at -> words.contains(Words.plain(at.toString()))
                        || !at.matches() && words.contains(Words.plain(at.last().getMatchingProperty())))
                .findFirst()
                .orElse(null);
    }
}
