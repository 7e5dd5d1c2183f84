package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.Paging;
import io.catwing.client.Variable;
import io.catwing.client.Variables;
import io.catwing.failure.QuarantinedFailure;

/** Goes on where the ERP says, by a mark of its own. */
final class Cursors implements Pager {

    private final Paging.Cursor paging;
    private final SeenRecords seen = new SeenRecords(SeenRecords.MOST);
    private String cursor;
    private boolean isText;

    Cursors(Paging.Cursor paging) {
        this.paging = paging;
    }

    @Override
    public Variables variables(Variables window) {
        return isText ? window.withText(Variable.CURSOR, cursor) : window.with(Variable.CURSOR, cursor);
    }

    @Override
    public boolean advance(PageAnswer answer) {
        boolean more = true;
        if (paging.more() != null && (answer.records() > 0 || answer.says(paging.more()))) {
            JsonNode says = answer.envelope().at(paging.more());
            if (!says.isBoolean()) {
                throw new QuarantinedFailure(
                        "the answer holds no true or false at paging.more '" + paging.more() + "'",
                        "correct paging.more in the client's file");
            }
            more = says.booleanValue();
        }
        String next = NextPointer.text(answer.envelope(), paging.next(), "paging.next");
        if (!more || next == null || next.equals("null")) {
            if (more && paging.more() != null && answer.says(paging.more())) {
                throw new QuarantinedFailure(
                        "the ERP says that more follows, but names no cursor at paging.next '" + paging.next() + "'",
                        "correct paging.next in the client's file");
            }
            return false;
        }
        if (!seen.add(next)) {
            throw new QuarantinedFailure(
                    "the cursor '" + RecordCopy.shown(next) + "' came twice, so the pages would never end",
                    "the ERP is at fault, or paging.next points to the page's own cursor");
        }
        cursor = next;
        isText = NextPointer.node(answer.envelope(), paging.next(), "paging.next")
                .isTextual();
        return true;
    }

    @Override
    public Announced announced() {
        return cursor == null ? Announced.NOTHING : Announced.MORE;
    }

    @Override
    public boolean isSure(PageAnswer last) {
        return paging.more() != null && last.says(paging.more());
    }
}
