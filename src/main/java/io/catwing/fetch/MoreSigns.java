package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catwing.failure.QuarantinedFailure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds in an answer what says that more pages follow, whatever the client's file makes of it: a next link that nobody
 * follows means that the first page is taken for the whole.
 */
final class MoreSigns {

    /** Of fields that hold an address, without case and whatever is no letter. */
    private static final Set<String> LINKS = Set.of(
            "next",
            "nextlink",
            "odatanextlink",
            "nextpage",
            "nexturl",
            "nexturi",
            "nexthref",
            "nextpagelink",
            "nextpageurl",
            "nextpageuri",
            "nextrecordsurl");

    /** Of fields that hold a mark of the ERP's own. */
    private static final Set<String> MARKS =
            Set.of("nextcursor", "nextpagecursor", "nexttoken", "nextpagetoken", "continuationtoken", "skiptoken");

    private static final Set<String> MORE = Set.of(
            "hasnext", "hasnextpage", "hasmore", "hasmorepages", "hasmoreitems", "hasmoreresults", "morerecords");
    private static final Set<String> LAST = Set.of("last", "islast", "lastpage", "islastpage");
    private static final Set<String> PAGES = Set.of("totalpages", "pagecount", "numpages", "lastpage", "pagetotal");
    private static final int DEEPEST = 4;

    /** Into a detail that is taken whole, so that its envelope is not looked into. */
    static final List<JsonPointer> IN_DETAIL = Stream.of(
                    "/next",
                    "/nextLink",
                    "/next_page_url",
                    "/links/next",
                    "/links/next/href",
                    "/_links/next/href",
                    "/_links/next",
                    "/meta/next",
                    "/paging/next",
                    "/pagination/next",
                    "/pagination/next_page_url")
            .map(JsonPointer::compile)
            .toList();

    private final Set<String> notNext;
    private final boolean onePage;

    /**
     * @param notNext names of fields that are no such sign
     * @param onePage nothing is known of pages, so that a number of them is a sign too
     */
    MoreSigns(Set<String> notNext, boolean onePage) {
        this.notNext = notNext;
        this.onePage = onePage;
    }

    /** Pointer to the first sign, or the name of the header. @param links values of the Link header */
    Optional<String> find(JsonNode body, List<String> links) {
        if (LinkHeader.next(links) != null && !notNext.contains("Link")) {
            return Optional.of("Link (a header)");
        }
        return Optional.ofNullable(find(body, "", 0));
    }

    /** @throws QuarantinedFailure when a sign is there */
    void refuse(JsonNode body, List<String> links, String what, String hint) {
        find(body, links).ifPresent(sign -> {
            throw new QuarantinedFailure(
                    what + ", but '" + RecordCopy.shown(sign) + "' in the answer says that more follow",
                    hint + "; if it means something else, add '"
                            + RecordCopy.shown(
                                    sign.substring(sign.lastIndexOf('/') + 1).replace(" (a header)", ""))
                            + "' to envelope.not_next");
        });
    }

    /** @param values at {@link #IN_DETAIL} */
    static void refuseInDetail(String[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null && isAddress(TextNode.valueOf(values[i]))) {
                throw new QuarantinedFailure(
                        "one page is all that is asked for of a detail, but '" + IN_DETAIL.get(i)
                                + "' in the answer says that more follow",
                        "ask for all of it in one answer, by the size of a page in detail.request; if it means something"
                                + " else, point detail.records to what is wanted, and add its name to envelope.not_next");
            }
        }
    }

    private String find(JsonNode node, String path, int depth) {
        if (depth > DEEPEST) {
            return null;
        }
        if (node.isArray()) {
            return relations(node, path);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            String here = path + "/" + name;
            if (notNext.contains(name)) {
                continue;
            }
            if (isSign(plain(name), value)) {
                return here;
            }
            String below = value.isContainerNode() ? find(value, here, depth + 1) : null;
            if (below != null) {
                return below;
            }
        }
        return null;
    }

    /** Links as a list, such as {@code [{"rel": "next", "href": …}]}. */
    private static String relations(JsonNode list, String path) {
        for (JsonNode link : list) {
            boolean next = link.path("rel").asText().equalsIgnoreCase("next")
                    || link.path("relation").asText().equalsIgnoreCase("next");
            if (next && isAddress(link)) {
                return path;
            }
        }
        return null;
    }

    private boolean isSign(String name, JsonNode value) {
        if (LINKS.contains(name)) {
            return isAddress(value) || onePage && value.isIntegralNumber() && value.asLong() > 1;
        }
        return MARKS.contains(name) && value.isValueNode() && !isNone(value)
                || MORE.contains(name) && isTrue(value)
                || LAST.contains(name) && value.isBoolean() && !value.booleanValue()
                || onePage && PAGES.contains(name) && value.isIntegralNumber() && value.asLong() > 1;
    }

    private static boolean isTrue(JsonNode value) {
        return value.isBoolean() && value.booleanValue()
                || value.isTextual() && value.textValue().equalsIgnoreCase("true");
    }

    private static boolean isNone(JsonNode value) {
        return value.isNull()
                || value.isBoolean()
                || value.asText().isBlank()
                || value.asText().equals("null")
                || value.asText().equals("0");
    }

    /** Of another page: a text that looks like it, or an object that holds such a text. */
    private static boolean isAddress(JsonNode value) {
        if (value.isObject()) {
            return isAddress(value.path("href")) || isAddress(value.path("url")) || isAddress(value.path("uri"));
        }
        String text = value.isTextual() ? value.textValue().strip() : "";
        return text.startsWith("/")
                || text.startsWith("?")
                || text.startsWith("http://")
                || text.startsWith("https://");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    /**
     * A field inside a record that says that a list of it goes on elsewhere. Names alone and exactly, for a record has
     * fields of all kinds.
     */
    static boolean isPartOfList(String name) {
        return name.endsWith("nextLink") && name.indexOf("odata.") >= 0 || IN_RECORDS.contains(name);
    }

    private static final Set<String> IN_RECORDS =
            Set.of("__next", "hasNextPage", "has_next_page", "hasMore", "has_more", "nextPageLink", "next_page_url");
}
