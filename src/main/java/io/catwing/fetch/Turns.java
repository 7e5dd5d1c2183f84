package io.catwing.fetch;

import io.catwing.client.EntitySpec;
import io.catwing.client.Place;
import io.catwing.client.RequestSpec;
import io.catwing.client.Template;
import io.catwing.client.Variable;
import io.catwing.client.Variables;
import io.catwing.failure.QuarantinedFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests of a raw file, one after the other: those of the client's file, or each of them for each id, or for each batch
 * of ids.
 */
final class Turns {

    /**
     * One of them; its pages follow each other.
     *
     * @param variables what its templates may name besides pages
     * @param with values that its records get, by name
     * @param ids that it asks for; 0 where it asks for none
     * @param place for messages; empty where there is one only
     * @param part of the window; null where the whole is asked for
     */
    record Turn(RequestSpec request, Variables variables, Map<String, String> with, int ids, String place, Part part) {}

    /** A part of the window. */
    record Part(Instant from, Instant to) {}

    /** Of a source, which is no request. */
    static final Turn NONE = new Turn(null, null, Map.of(), 0, "", null);

    private final List<RequestSpec> requests;
    private final FeedState feed;
    private final Variables window;
    private final Deque<Turn> parts = new ArrayDeque<>();
    private final int batch;
    private List<String> ids;
    private int request;
    private int at;

    /** @param window what the requests may name */
    Turns(EntitySpec spec, FeedState feed, Variables window) {
        this.requests = feed.beginning().requests();
        this.feed = feed;
        this.window = window;
        this.batch = spec.search() != null
                ? spec.search().batch()
                : spec.parents() != null ? spec.parents().batch() : 0;
    }

    /** What the requests are sent for. */
    void ids(List<String> all) {
        ids = List.copyOf(all);
    }

    /** Null where there is none left. */
    Turn next() {
        if (!parts.isEmpty()) {
            return parts.pop();
        }
        if (ids == null) {
            if (request == requests.size()) {
                return null;
            }
            String place = requests.size() == 1 ? "" : "request " + (request + 1) + ", ";
            return turn(requests.get(request++), window, 0, place);
        }
        if (request == requests.size()) {
            request = 0;
            at += Math.max(1, batch);
        }
        if (at >= ids.size()) {
            return null;
        }
        String which = requests.size() == 1 ? "" : "request " + (request + 1) + ", ";
        RequestSpec next = requests.get(request++);
        if (batch == 0) {
            String id = ids.get(at);
            return turn(next, window.with(Variable.ID, id), 1, which + "id '" + RecordCopy.shown(id) + "', ");
        }
        List<String> some = ids.subList(at, Math.min(ids.size(), at + batch));
        String place = which + "ids '" + RecordCopy.shown(some.get(0)) + "' to '"
                + RecordCopy.shown(some.get(some.size() - 1)) + "', ";
        return turn(next, window.with(Variable.IDS, some), some.size(), place);
    }

    /**
     * The next ones are the two halves of a window, at a whole second.
     *
     * @param why the whole is not kept, for messages
     * @throws QuarantinedFailure when it is a second long
     */
    void halve(Turn whole, String why, String hint) {
        Instant from = whole.part() == null ? feed.from() : whole.part().from();
        Instant to = whole.part() == null ? feed.to() : whole.part().to();
        Instant middle = from.plus(Duration.between(from, to).dividedBy(2)).truncatedTo(ChronoUnit.SECONDS);
        if (!middle.isAfter(from)) {
            throw new QuarantinedFailure(
                    "from " + from + " to " + to + " " + why + ", and the window is too short to be halved", hint);
        }
        parts.push(part(whole, new Part(middle, to)));
        parts.push(part(whole, new Part(from, middle)));
    }

    private static Turn part(Turn whole, Part part) {
        Variables variables = whole.variables().with(Variable.FROM, part.from()).with(Variable.TO, part.to());
        Turn turn = turn(whole.request(), variables, 0, "");
        String before = whole.part() == null ? whole.place() : whole.place().replaceFirst("from [^,]*, $", "");
        return new Turn(
                turn.request(),
                variables,
                turn.with(),
                0,
                before + "from " + part.from() + " to " + part.to() + ", ",
                part);
    }

    private static Turn turn(RequestSpec request, Variables variables, int ids, String place) {
        Map<String, String> with = new LinkedHashMap<>();
        request.with()
                .forEach((name, template) -> with.put(
                        name,
                        Template.render(template, variables, Place.TEXT_BODY).orElse("")));
        return new Turn(request, variables, with, ids, place, null);
    }
}
