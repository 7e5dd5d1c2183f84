package io.catwing.fetch;

import io.catwing.client.EntitySpec;
import io.catwing.client.Paging;
import io.catwing.client.Variable;
import io.catwing.client.Variables;
import io.catwing.http.ErpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Asks for the details of records that are held, record after record, and for those of what they hold. */
final class AskDetails implements Asking {
    private final FileFetch file;
    private final HeldPage page;
    private final EntitySpec.Detail detail;
    private final Variables around;
    private final int most;
    private final String parent;
    private final Runnable done;

    private int index;
    private Inquiry inquiry;
    /** Elements of a detail that is a list, so far. */
    private HeldPage elements;

    /**
     * @param around what templates may name, {@code {{id}}} being that of the record around
     * @param most records that are asked for
     * @param parent the records around, for messages; empty for the file's own
     * @param done all of them came
     */
    AskDetails(
            FileFetch file,
            HeldPage page,
            EntitySpec.Detail detail,
            Variables around,
            int most,
            String parent,
            Runnable done) {
        this.file = file;
        this.page = page;
        this.detail = detail;
        this.around = around;
        this.most = most;
        this.parent = parent;
        this.done = done;
    }

    /** Begins with the next record that is asked for; after the last one all is done. */
    void begin() {
        for (; index < most && !page.isAsked(index); index++) {
            if (detail.isList()) {
                page.detail(index, Splice.array(List.of()));
            } else {
                page.noDetailOf(index);
            }
        }
        if (index == most) {
            file.done(this);
            done.run();
            return;
        }
        inquiry = new Inquiry(
                file,
                "a detail",
                detail.request(),
                variables(),
                detail.records(),
                detail.total(),
                detail.paging() == null ? new Paging.None() : detail.paging());
        elements = detail.isList() ? page.elementsOf(index, detail.detail(), facts()) : null;
    }

    private Variables variables() {
        return around.inside().with(Variable.ID, page.key(index));
    }

    private PageFacts facts() {
        Paging paging = detail.paging() == null ? new Paging.None() : detail.paging();
        return new PageFacts(paging, RecordKeys.UNKNOWN, new SeenRecords(1));
    }

    @Override
    public ErpRequest next() {
        return inquiry.next();
    }

    @Override
    public void read(ErpRequest asked, InputStream body, List<String> links) throws IOException {
        PageFacts facts = facts();
        if (elements == null) {
            inquiry.read(asked, body, links, page.detailOf(index), facts, () -> "");
            page.noDetailOf(index);
            came();
            return;
        }
        elements.beginPart(facts);
        boolean whole = false;
        try {
            boolean more = inquiry.read(asked, body, links, elements, facts, elements::hashOfPart);
            whole = true;
            after(more);
        } finally {
            if (!whole) {
                elements.dropPart();
            }
        }
    }

    @Override
    public void readNothing(ErpRequest asked, List<String> links) {
        if (elements == null) {
            page.noDetailOf(index);
            came();
        } else {
            after(inquiry.readNothing(asked, links, facts()));
        }
    }

    private void after(boolean more) {
        if (more) {
            return;
        }
        HeldPage whole = elements;
        if (detail.detail() != null && whole.size() > 0) {
            AskDetails inner = new AskDetails(
                    file, whole, detail.detail(), variables(), whole.size(), record() + ", ", () -> took(whole));
            file.ask(inner);
            inner.begin();
        } else {
            took(whole);
        }
    }

    private void took(HeldPage whole) {
        page.detail(index, whole.array());
        came();
    }

    private void came() {
        index++;
        begin();
    }

    private String record() {
        return parent + (parent.isEmpty() ? "detail of record '" : "of '") + RecordCopy.shown(page.key(index)) + "'";
    }

    @Override
    public String place() {
        return record() + inquiry.page();
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
}
