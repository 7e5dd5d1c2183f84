package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.EntitySpec;
import io.catwing.client.Variables;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.ErpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Asks for the ids that an entity's requests are sent with. Holds the ids alone. */
final class AskSearch implements Asking {
    private final FileFetch file;
    private final EntitySpec.Search search;
    private final Inquiry inquiry;
    private final Consumer<List<String>> found;
    private final RecordJq cut;
    private final Set<String> ids = new LinkedHashSet<>();
    private final long limit;
    private long held;

    /** @param limit of all ids, in bytes @param found gets them */
    AskSearch(FileFetch file, Variables window, long limit, Consumer<List<String>> found) {
        this.file = file;
        this.search = file.spec().search();
        this.cut = search.key() == null ? null : RecordJq.of(search.key().jq(), "search.key.jq");
        this.limit = limit;
        this.found = found;
        this.inquiry = new Inquiry(
                file, "a search", search.request(), window, search.records(), search.total(), search.paging());
    }

    @Override
    public ErpRequest next() {
        return inquiry.next();
    }

    @Override
    public void read(ErpRequest asked, InputStream body, List<String> links) throws IOException {
        PageFacts facts = facts();
        List<String> page = new ArrayList<>();
        boolean more = inquiry.read(asked, body, links, new Sink(facts, page), facts, page::toString);
        add(page);
        done(more);
    }

    @Override
    public void readNothing(ErpRequest asked, List<String> links) {
        done(inquiry.readNothing(asked, links, facts()));
    }

    private PageFacts facts() {
        return new PageFacts(search.paging(), RecordKeys.UNKNOWN, new SeenRecords(1));
    }

    private void add(List<String> page) {
        for (String id : page) {
            held += 2L * id.length() + 64;
            if (held > limit) {
                throw tooMany(limit);
            }
            if (!ids.add(id)) {
                throw new QuarantinedFailure(
                        "the id '" + RecordCopy.shown(id) + "' came twice",
                        "its data moved while it was read, so another may be missing: run the same command again, and have"
                                + " the search sort by a field that does not change");
            }
        }
    }

    static QuarantinedFailure tooMany(long limit) {
        return new QuarantinedFailure(
                "the ids take more than the " + limit + " bytes that are held",
                "ask for fewer at once, by a shorter window, or raise CATWING_FETCH_HELD_PAGE");
    }

    private void done(boolean more) {
        if (!more) {
            file.done(this);
            found.accept(List.copyOf(ids));
        }
    }

    @Override
    public String place() {
        return "search" + inquiry.page();
    }

    @Override
    public boolean isGuess() {
        return inquiry.isGuess();
    }

    @Override
    public boolean isPromised() {
        return inquiry.isPromised();
    }

    @Override
    public Announced announced() {
        return inquiry.announced();
    }

    /** Takes ids, or objects that hold them. */
    private final class Sink implements PageSink {
        private final PageFacts facts;
        private final List<String> page;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private JsonGenerator out;

        Sink(PageFacts facts, List<String> page) {
            this.facts = facts;
            this.page = page;
        }

        @Override
        public JsonGenerator open() throws IOException {
            bytes.reset();
            out = RecordCopy.generator(cut == null ? OutputStream.nullOutputStream() : bytes);
            return out;
        }

        @Override
        public void close(String[] values) throws IOException {
            out.flush();
            String id = cut == null
                    ? values[values.length - 1]
                    : cut.id(bytes.toByteArray(), "element " + (page.size() + 1) + " of the page");
            if (id == null || id.isEmpty()) {
                throw new QuarantinedFailure(
                        "element " + (page.size() + 1) + " of the page has no id"
                                + (search.key() == null
                                        ? ""
                                        : " at search.key '" + search.key().at() + "'"),
                        search.key() == null
                                ? "say search.key, if the ids are in objects"
                                : "correct search.key in the client's file");
            }
            facts.add(values);
            page.add(id);
        }

        @Override
        public List<JsonPointer> wanted() {
            List<JsonPointer> wanted = new ArrayList<>(facts.wanted());
            if (cut == null) {
                wanted.add(
                        search.key() == null
                                ? JsonPointer.empty()
                                : search.key().at());
            }
            return wanted;
        }

        @Override
        public boolean takesScalars() {
            // An id may be cut out of a text as well as out of an object.
            return search.key() == null || cut != null;
        }
    }
}
