package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.Delta;
import io.catwing.client.EntitySpec;
import io.catwing.client.Variable;
import io.catwing.client.Variables;
import io.catwing.failure.QuarantinedFailure;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What of a file's window and of its end is known: where it began, and where the next one will go on. */
final class FeedState {
    private final Client client;
    private final EntitySpec spec;
    private final RawKey key;
    private final Delta.Feed feed;
    private final List<RecordTime> times;
    private final NoTime none;

    /** Nothing that changes later than this is missed by the next file. */
    private final Instant begun = Instant.now();

    private Beginning beginning;
    private Instant newest;
    private Cursor end;

    FeedState(Client client, EntitySpec spec, RawKey key, Beginning beginning) {
        this.client = client;
        this.spec = spec;
        this.key = key;
        this.beginning = beginning;
        this.feed = spec.delta() == null ? null : spec.delta().feed();
        this.times = feed instanceof Delta.Newest newest ? RecordTime.of(newest, client.timeZone()) : List.of();
        this.none = feed instanceof Delta.Newest newest ? new NoTime(newest, client.timeZone()) : null;
    }

    Beginning beginning() {
        return beginning;
    }

    /** First instant of the window; null where it has no beginning. */
    Instant from() {
        if (feed instanceof Delta.Newest times) {
            return beginning.cursor() != null
                    ? beginning.cursor().instant().minus(spec.delta().overlap())
                    : beginning.snapshot() || times.first() == null ? null : start(times.first());
        }
        Instant day = start(Window.from(spec, key.date()));
        return spec.delta() == null ? day : day.minus(spec.delta().overlap());
    }

    /** The instant that the window ends before. */
    Instant to() {
        return feed instanceof Delta.Newest ? begun : start(Window.to(key.date()));
    }

    private Instant start(LocalDate day) {
        return day.atStartOfDay(client.timeZone()).toInstant();
    }

    /** What a request may name of the window. */
    Variables window() {
        Variables variables = Variables.of(client).with(Variable.DATE, key.date());
        if (feed instanceof Delta.Link) {
            return variables;
        } else if (feed instanceof Delta.Token) {
            Cursor cursor = beginning.cursor();
            return variables.with(Variable.TOKEN, cursor == null ? null : cursor.text());
        } else if (feed != null) {
            return variables.with(Variable.FROM, from()).with(Variable.TO, to());
        }
        variables = variables.with(Variable.TO, Window.to(key.date()));
        return spec.delta() == null || spec.delta().overlap().isZero()
                ? variables.with(Variable.FROM, Window.from(spec, key.date()))
                : variables.with(Variable.FROM, from());
    }

    /** Where the first page of a file is that goes on by a link. */
    Optional<URI> link() {
        return feed instanceof Delta.Link && beginning.cursor() != null
                ? Optional.of(new NextLinks(client.erp(), spec)
                        .followPath(beginning.cursor().text()))
                : Optional.empty();
    }

    /** The ERP no longer knows what this file would go on from. */
    boolean isForgotten(int status) {
        Set<Integer> forgotten = feed instanceof Delta.Link link
                ? link.forgotten()
                : feed instanceof Delta.Token token ? token.forgotten() : Set.of();
        return beginning.cursor() != null && forgotten.contains(status);
    }

    /** Everything is asked for instead. @return what is to be told of it */
    String startAnew(int status) {
        String told = "the ERP no longer knows where " + beginning.earlier() + " ended (" + status
                + "): everything was asked for anew";
        beginning = beginning.anew();
        return told;
    }

    /** Pointer to the time of a record; null where the file does not go on by it. */
    JsonPointer timeAt() {
        return feed instanceof Delta.Newest times ? times.at() : null;
    }

    /**
     * Null where it is what the client's file declares to be none, or blank.
     *
     * @param record for the message
     * @throws QuarantinedFailure when it is no time
     */
    Instant time(String text, long record) {
        if (none.is(text)) {
            return null;
        }
        DateTimeException last = null;
        for (RecordTime time : times) {
            try {
                Instant read = time.read(text);
                return none.is(read) ? null : read;
            } catch (DateTimeException another) {
                last = another;
            }
        }
        throw new QuarantinedFailure(
                "record " + record + " of the page has no time at delta.newest '" + timeAt() + "' but "
                        + RecordCopy.shown(text),
                "correct delta.newest or delta.format in the client's file",
                last);
    }

    /** Of a page that came. @param of its records; null where none has a time */
    void came(Instant of) {
        if (of != null && (newest == null || of.isAfter(newest))) {
            newest = of;
        }
    }

    /** The last page of the request came. @throws QuarantinedFailure when it does not say where to go on */
    void lastPage(PageAnswer page) {
        if (feed instanceof Delta.Link link) {
            String address = text(page, link.at(), "delta.link");
            URI asked = page.asked() == null ? client.erp().url() : page.asked();
            end = Cursor.link(new NextLinks(client.erp(), spec).follow(asked, address));
        } else if (feed instanceof Delta.Token token) {
            end = Cursor.token(text(page, token.at(), "delta.token"));
        }
    }

    /**
     * The file is whole. Without a time the next one would ask for all of it again, and so each day; a periodic snapshot is asked
     * for by other means, and leaves where the delta goes on as it was.
     *
     * @throws QuarantinedFailure when it has records, and none of them a time
     */
    void requireTime(long records) {
        Delta delta = spec.delta();
        boolean periodic =
                delta != null && delta.snapshot() != null && delta.snapshot().on(key.date());
        // A later file goes on where the one before did.
        boolean first = beginning.cursor() == null;
        if (feed instanceof Delta.Newest && records > 0 && newest == null && first && !periodic) {
            throw new QuarantinedFailure(
                    "no record has a time at delta.newest '" + timeAt() + "', so the next file could not go on",
                    "correct delta.newest in the client's file; some ERPs show the field only when it is asked for by a"
                            + " parameter, and where it is empty until a record is changed once, take snapshot: true for a delta");
        }
    }

    private static String text(PageAnswer page, JsonPointer at, String setting) {
        JsonNode node = page.envelope().at(at);
        if (!node.isValueNode() || node.isNull() || node.asText().isBlank()) {
            throw new QuarantinedFailure(
                    "the last page holds no text at " + setting + " '" + at + "', so the next file could not go on",
                    "correct " + setting
                            + " in the client's file; some ERPs give one only when it is asked for by a header"
                            + " or a parameter");
        }
        return node.asText();
    }

    /** Where the next file goes on; null where it does not. Never behind where this one began. */
    String cursor() {
        if (feed instanceof Delta.Newest) {
            Instant before =
                    beginning.cursor() == null ? null : beginning.cursor().instant();
            // What changed while the pages were read, on a page that was read already, comes next time.
            Instant safe = newest == null ? null : newest.isAfter(begun) ? begun : newest;
            Instant next = safe == null || before != null && before.isAfter(safe) ? before : safe;
            Cursor cursor = next == null ? beginning.kept() : Cursor.newest(next);
            return cursor == null ? null : cursor.written();
        }
        return end == null ? null : end.written();
    }

    /** First day of the window, for the metadata. */
    LocalDate firstDay() {
        if (feed == null) {
            return Window.from(spec, key.date());
        }
        return beginning.earlier() == null ? key.date() : beginning.earlier().date();
    }
}
