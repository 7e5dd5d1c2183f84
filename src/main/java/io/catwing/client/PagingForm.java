package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.yaml.ChoiceForm;
import io.catwing.client.yaml.EitherForm;
import io.catwing.client.yaml.Form;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.Values;

/** {@code paging:} how the pages of an answer follow each other. */
final class PagingForm {
    private static final Key<JsonPointer> PAGES = optional("pages", Scalars.POINTER, "Pointer to the number of pages.");
    private static final Key<JsonPointer> MORE =
            optional("more", Scalars.POINTER, "Pointer to a boolean: more pages follow.");
    private static final Key<Boolean> SHORT_PAGE =
            optional("short_page", Scalars.YES_NO, "false", "A page with fewer records than size is the last.");

    private static final Key<JsonPointer> TOTAL = optional(
            "total", Scalars.POINTER, "Pointer to the number of records over all pages: the pages end with them.");

    private static final ObjectForm<Paging.Stop> STOP = object(
            "stop",
            "When the pages end. An empty page always ends them; of several rules the first that says so.",
            v -> new Paging.Stop(v.get(PAGES), v.get(MORE), v.get(SHORT_PAGE), v.get(TOTAL), false),
            PAGES,
            MORE,
            SHORT_PAGE,
            TOTAL);

    private static final Key<Boolean> NO_KEY = optional(
            "no_key",
            Scalars.YES_NO,
            "false",
            "The last page is the one whose records have no value at key, null or an empty text.");

    private static final ObjectForm<Paging.Stop> KEYSET_STOP = object(
            "stop_keyset",
            "When the pages of a keyset end. An empty page always ends them; of several rules the first that says so.",
            v -> new Paging.Stop(v.get(PAGES), v.get(MORE), v.get(SHORT_PAGE), v.get(TOTAL), v.get(NO_KEY)),
            PAGES,
            MORE,
            SHORT_PAGE,
            TOTAL,
            NO_KEY);

    private static final Key<Paging.Stop> KEYSET_STOP_KEY =
            optional("stop", KEYSET_STOP, "When the pages end. Without it an empty page ends them.");
    private static final Key<Paging.Stop> STOP_KEY =
            optional("stop", STOP, "When the pages end. Without it an empty page ends them.");
    private static final Key<Integer> SIZE =
            required("size", Scalars.whole(1), "Records asked for in a page; {{size}} in the request.");
    private static final Key<Integer> FIRST_PAGE =
            optional("first", Scalars.whole(0), "1", "Number of the first page.");
    private static final Scalar<Integer> ZERO_OR_ONE = Scalar.plain(
            "0 or 1",
            schema -> schema.put("type", "integer").put("minimum", 0).put("maximum", 1),
            (text, environment) -> {
                if (!text.equals("0") && !text.equals("1")) {
                    throw new Refusal(
                            "is neither 0 nor 1, so records would be left out",
                            "write the number of the ERP's first record");
                }
                return Integer.valueOf(text);
            });
    private static final Key<Integer> FIRST_OFFSET = optional(
            "first", ZERO_OR_ONE, "0", "{{offset}} of the first page: 1 where the ERP counts its first record as 1.");
    private static final Key<String> NEXT_JQ = required(
            "jq",
            Scalars.JQ,
            "jq over the body without its records that yields it, or null or nothing on the last page.");
    private static final Form<Paging.Next> NEXT = new EitherForm<>(
            "next",
            Scalars.POINTER.map(at -> new Paging.Next(at, null)),
            object("next", "Where the next page is named.", v -> new Paging.Next(null, v.get(NEXT_JQ)), NEXT_JQ));
    private static final Key<Paging.Next> NEXT_LINK = required(
            "next", NEXT, "Pointer to the next page's address, absolute or relative; or {jq: …} for a list of links.");
    private static final Key<Paging.Next> NEXT_CURSOR =
            required("next", NEXT, "Pointer to the next page's cursor, or {jq: …}.");
    private static final Key<JsonPointer> KEY =
            required("key", Scalars.POINTER, "Pointer into a record to the value that the next page begins after.");
    private static final Key<String> FIRST_KEY =
            optional("first", Scalars.TEXT, "{{key}} of the first page. Without it the parameter is left out.");
    private static final Key<JsonPointer> VERSION =
            required("version", Scalars.POINTER, "Pointer into a record to its version, an integer that only grows.");
    private static final Key<Long> FIRST_VERSION =
            optional("first", Scalars.COUNTER, "0", "{{version}} where there is no earlier raw file.");

    static final ChoiceForm<Paging> PAGING = new ChoiceForm<Paging>("paging", "How the pages of an answer follow.")
            .or("none", object("paging_none", "One answer is all.", v -> new Paging.None()))
            .or(
                    "page",
                    object(
                            "paging_page",
                            "Page numbers: {{page}} counts up.",
                            v -> new Paging.Page(v.get(FIRST_PAGE), v.get(SIZE), stop(v)),
                            FIRST_PAGE,
                            SIZE,
                            STOP_KEY))
            .or(
                    "offset",
                    object(
                            "paging_offset",
                            "{{offset}} grows by the records that came.",
                            v -> new Paging.Offset(v.get(FIRST_OFFSET), v.get(SIZE), stop(v)),
                            FIRST_OFFSET,
                            SIZE,
                            STOP_KEY))
            .or(
                    "next_link",
                    object(
                            "paging_next_link",
                            "The body holds the next page's address; none means the last page.",
                            v -> new Paging.NextLink(v.get(NEXT_LINK)),
                            NEXT_LINK))
            .or(
                    "link_header",
                    object(
                            "paging_link_header",
                            "The Link header's rel=\"next\" (RFC 8288); none means the last page.",
                            v -> new Paging.LinkHeader()))
            .or(
                    "cursor",
                    object(
                            "paging_cursor",
                            "The body holds {{cursor}} of the next page; none, null or empty means the last page.",
                            v -> new Paging.Cursor(v.get(NEXT_CURSOR), v.get(MORE)),
                            NEXT_CURSOR,
                            MORE))
            .or(
                    "keyset",
                    object(
                            "paging_keyset",
                            "{{key}} is the value at key in the last record that came.",
                            v -> new Paging.Keyset(v.get(KEY), v.get(FIRST_KEY), v.get(SIZE), stop(v, KEYSET_STOP_KEY)),
                            KEY,
                            FIRST_KEY,
                            SIZE,
                            KEYSET_STOP_KEY))
            .or(
                    "version",
                    object(
                            "paging_version",
                            "{{version}} is the greatest that came; a delta begins where the last raw file ended.",
                            v -> new Paging.Version(v.get(VERSION), v.get(FIRST_VERSION), v.get(SIZE), stop(v)),
                            VERSION,
                            FIRST_VERSION,
                            SIZE,
                            STOP_KEY));

    private PagingForm() {}

    private static Paging.Stop stop(Values v) {
        return stop(v, STOP_KEY);
    }

    private static Paging.Stop stop(Values v, Key<Paging.Stop> key) {
        return v.find(key).orElse(new Paging.Stop(null, null, false));
    }

    /** Whether it reads the body outside the records. */
    static boolean needsBody(Paging paging) {
        Paging.Stop stop = Paging.stop(paging);
        if (stop != null) {
            return stop.pages() != null || stop.more() != null || stop.total() != null;
        }
        return paging instanceof Paging.NextLink || paging instanceof Paging.Cursor;
    }
}
