package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.EntitySpec;
import io.catwing.client.Envelope;
import io.catwing.client.Paging;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.ErpRequest;
import io.catwing.http.WriteRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

/** Asks for the rest of lists inside records, by the links that the records hold. */
final class AskParts implements Asking {
    private final FileFetch file;
    private final HeldPage page;
    private final EntitySpec.Continues list;
    private final Turns.Turn turn;
    private final Envelope envelope;
    private final NextLinks links;
    private final URI from;
    private final Runnable done;
    private final SeenRecords seen = new SeenRecords(SeenRecords.MOST);

    private int index = -1;
    private int parts;
    private URI address;
    private HeldPage elements;

    /** @param from address of the page that holds the records */
    AskParts(FileFetch file, HeldPage page, Turns.Turn turn, URI from, Runnable done) {
        this.file = file;
        this.page = page;
        this.list = file.spec().continues();
        this.turn = turn;
        this.envelope = Inquiry.within(file.spec(), list.records(), null);
        this.links = new NextLinks(file.client().erp(), file.spec());
        this.from = from;
        this.done = done;
    }

    /** Looks for the next record whose list goes on; after the last one all is done. */
    void begin() {
        for (index++; index < page.size(); index++) {
            String link = page.key(index);
            if (link != null && !link.isBlank()) {
                seen.clear();
                parts = 1;
                elements = page.partsOf(list.at());
                address = links.follow(from, link);
                seen.add(address.toString());
                return;
            }
        }
        file.done(this);
        done.run();
    }

    @Override
    public ErpRequest next() {
        return WriteRequest.at(address, turn.request(), turn.variables());
    }

    @Override
    public void read(ErpRequest asked, InputStream body, List<String> header) throws IOException {
        PageFacts facts = new PageFacts(new Paging.None(), RecordKeys.UNKNOWN, new SeenRecords(1));
        elements.beginPart(facts);
        boolean whole = false;
        try {
            PageReader reader = file.reader(envelope, elements);
            JsonNode rest = AnswerFormats.read(reader, body, file.spec(), envelope, file.client());
            Predicates.of(envelope).check(rest);
            reader.requireRecords(rest, 0);
            String next = list.pageNext() == null
                    ? null
                    : NextPointer.text(rest, new Paging.Next(list.pageNext(), null), "continues.page_next");
            if (next == null) {
                new MoreSigns(envelope.notNext(), false)
                        .refuse(rest, header, "the list ends here", "say continues.page_next in the client's file");
            }
            whole = true;
            follow(next);
        } finally {
            if (!whole) {
                elements.dropPart();
            }
        }
    }

    @Override
    public void readNothing(ErpRequest asked, List<String> header) {
        follow(null);
    }

    private void follow(String next) {
        if (next == null) {
            page.append(index, list.at(), elements);
            begin();
            return;
        }
        URI further = links.follow(address, next);
        if (!seen.add(further.toString())
                || ++parts > file.client().erp().limits().pages()) {
            throw new QuarantinedFailure(
                    "the list's next link leads to a part that was read already, or to more than erp.limits.pages",
                    "the ERP is at fault; ask its maker, or ask for the lists by a detail");
        }
        address = further;
    }

    @Override
    public String place() {
        return "the list at '" + list.at() + "' of record " + (index + 1) + " of the page";
    }

    @Override
    public Announced announced() {
        return Announced.PAGE;
    }
}
