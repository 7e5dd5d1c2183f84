package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How one entity of one client is fetched and what its records mean.
 *
 * @param snapshot the answer is everything that exists; otherwise it is what changed in the window
 * @param delta what the file of a day brings; null for a snapshot
 * @param requests sent one after the other; their records go into one file; none if there is a source
 * @param source the route that replaces the requests, or null
 * @param detail a second call per record, or null
 * @param volume limits of a whole snapshot compared with the previous one
 * @param rejectShare share of a file's records, 0 to 1, above which the file fails instead of loading partly
 * @param mappingVersion changes when, and only when, the mapping or what it depends on changes (a short hash)
 * @param answer how bodies are written
 * @param search for ids that each request is sent with, or null
 * @param parents whose ids each request is sent with, or null
 * @param total a request for the number of records, or null
 * @param continues a list inside each record whose rest comes by a link, or null
 * @param report made by the ERP before the requests are sent, or null
 * @param auth how its requests are authenticated, without a login; null: as the ERP's are
 */
public record EntitySpec(
        Entity entity,
        boolean snapshot,
        Delta delta,
        List<RequestSpec> requests,
        Source source,
        Paging paging,
        Envelope envelope,
        Detail detail,
        Volume volume,
        double rejectShare,
        Mapping mapping,
        String mappingVersion,
        AnswerShape answer,
        Search search,
        Parents parents,
        Total total,
        Continues continues,
        Report report,
        Auth auth) {

    /** Answers are JSON, and nothing is asked besides. */
    public EntitySpec(
            Entity entity,
            boolean snapshot,
            int windowDays,
            List<RequestSpec> requests,
            Source source,
            Paging paging,
            Envelope envelope,
            Detail detail,
            Volume volume,
            double rejectShare,
            Mapping mapping,
            String mappingVersion) {
        this(
                entity,
                snapshot,
                snapshot ? null : Delta.of(windowDays),
                requests,
                source,
                paging,
                envelope,
                detail,
                volume,
                rejectShare,
                mapping,
                mappingVersion,
                AnswerShape.JSON,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /**
     * Whether the answer depends on the business date, so that a past day can still be fetched. A source gets the date, and
     * a delta's window names it; a feed brings what changed since its newest earlier file, whenever it is fetched.
     */
    public boolean namesDate() {
        if (isFeed()) {
            return false;
        }
        return source != null
                || !snapshot
                || report != null && report.submit().namesDate()
                || search != null && search.request().namesDate()
                || Stream.iterate(detail, d -> d != null, Detail::detail)
                        .anyMatch(d -> d.request().namesDate())
                || requests.stream().anyMatch(RequestSpec::namesDate);
    }

    /**
     * Whether the file of a date also has what happened on an earlier day, with a file of its own or without: since it is a
     * snapshot, its window reaches back that far, or it goes on where the newest earlier file ended.
     */
    public boolean reachesBack(LocalDate file, LocalDate day) {
        return isFeed()
                || snapshot && !namesDate()
                || delta != null && delta.snapshot() != null && delta.snapshot().on(file)
                || day.isAfter(file.minusDays(windowDays()));
    }

    /**
     * Whether a past day without a file is lost: its request names no day, and no later file brings what changed on it. Nor
     * does one say what the snapshot of such a day would have said by absence.
     */
    public boolean loses(LocalDate day) {
        return !namesDate()
                && (!isFeed() || delta.snapshot() != null && delta.snapshot().on(day));
    }

    /** How its requests are authenticated. */
    public Auth auth(Erp erp) {
        return auth == null ? erp.auth() : auth;
    }

    /** Days of the window, the business date the last. */
    public int windowDays() {
        return delta == null ? 1 : delta.days();
    }

    /** Each file goes on where the newest earlier one ended. */
    public boolean isFeed() {
        return delta != null && delta.isFeed();
    }

    /**
     * A second call for every record, whose answer is put into the record under the field {@code as}, unchanged.
     *
     * @param request knows {@code {{id}}}, the value at {@code key}
     * @param where jq over a record that says whether it is asked for; null: each is
     * @param records pointer into the second answer
     * @param paging how its pages follow each other; null if its one answer is taken whatever it is
     * @param total the declared number of what its pages hold, or null
     * @param detail a further call for each element of what it holds, or null
     */
    public record Detail(
            RequestSpec request,
            JsonPointer key,
            String where,
            JsonPointer records,
            String as,
            Paging paging,
            Envelope.Total total,
            Detail detail) {

        /** What comes is an array, element by element; otherwise it is one value. */
        public boolean isList() {
            return paging != null || detail != null;
        }
    }

    /** Where a record has its id: one of both is null. @param jq over the record, that yields one text or number */
    public record IdAt(JsonPointer at, String jq) {}

    /**
     * A request for ids, whose records the entity's requests then ask for.
     *
     * @param records pointer to the array of ids, or of objects
     * @param key where an object has its id; null if the array holds the ids
     * @param total the declared number of ids, or null
     * @param batch ids that a request asks for at once; 0 for one by one
     * @param exact as many records must come as ids were asked for
     */
    public record Search(
            RequestSpec request,
            JsonPointer records,
            IdAt key,
            Envelope.Total total,
            Paging paging,
            int batch,
            boolean exact) {}

    /**
     * Records of another entity that each request is sent for.
     *
     * @param entity whose raw file of the same date is read
     * @param key where its records have their ids
     * @param where jq over a record that says whether it is one of them; null: each is
     * @param batch ids that a request asks for at once; 0 for one by one
     */
    public record Parents(Entity entity, IdAt key, String where, int batch) {}

    /** A request for the number of records that the entity's request will bring. @param at pointer to it */
    public record Total(RequestSpec request, JsonPointer at) {}

    /**
     * A list inside each record that may come in parts; the rest is put behind the first part, in its place.
     *
     * @param at pointer into a record to the list
     * @param next pointer into a record to the address of the second part
     * @param records pointer into the body of a further part to its elements
     * @param pageNext pointer into that body to the address of the next part, or null if there are two at most
     */
    public record Continues(JsonPointer at, JsonPointer next, JsonPointer records, JsonPointer pageNext) {}

    /**
     * The volume check of a snapshot.
     *
     * @param minShare of the records of the newest earlier snapshot, 0 to 1
     * @param allowEmpty a file without a record is accepted
     */
    public record Volume(double minShare, boolean allowEmpty) {}

    /**
     * Columns of the entity's table, and of its line table if it has one.
     *
     * @param lines pointer into a record to the array of its lines; the empty pointer if each record is itself one
     *     line of an order whose other columns it repeats; null for an entity without lines
     * @param shape what may be at {@code lines} besides an array
     * @param equalKeys which records of one file count if they have the same key
     * @param equalLines the same of lines
     * @param custom the client's own columns, by name; empty if there are none
     * @param lineCustom the same of lines
     * @param where jq over a record that says whether it loads, or null if all do
     * @param each where the rows of one record are, if there are several; null if a record is one row
     * @param deleted which rows are marked as deleted; null if none ever is
     */
    public record Mapping(
            Map<String, Expression> columns,
            JsonPointer lines,
            Map<String, Expression> lineColumns,
            Shape shape,
            EqualKeys equalKeys,
            EqualKeys equalLines,
            Map<String, CustomColumn> custom,
            Map<String, CustomColumn> lineCustom,
            String where,
            Each each,
            Deleted deleted) {

        /** Names of the values that each request must carry; a set of its own. */
        Set<String> fromRequests() {
            return Stream.of(
                            columns.values().stream(),
                            lineColumns.values().stream(),
                            custom.values().stream().map(CustomColumn::from),
                            lineCustom.values().stream().map(CustomColumn::from))
                    .flatMap(expressions -> expressions)
                    .map(Expression::withName)
                    .filter(name -> name != null)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /**
     * How files say what is gone.
     *
     * @param when jq over a record: true if it says that the row with its key is gone; null if no record says so
     * @param absent a snapshot says so of whatever it does not list
     */
    public record Deleted(String when, boolean absent) {}

    /** Rows inside a record. @param at pointer to the array @param shape what may be there besides an array */
    public record Each(JsonPointer at, Shape shape) {}
}
