package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.client.EntitySpec;
import io.catwing.client.Limits;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The records of one entity that another one is asked for, by the raw file that holds them. */
@Component
class ParentIds {
    private static final JsonFactory RAW = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Limits.RAW_RECORD_BYTES)
                    .maxNestingDepth(Limits.RAW_NESTING)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final RawFiles rawFiles;
    private final long limit;

    ParentIds(RawFiles rawFiles, FetchSettings settings) {
        this.rawFiles = rawFiles;
        this.limit = settings.heldPage().toBytes();
    }

    /**
     * All of them, each once, in the order of the file.
     *
     * @param child the raw file that is fetched
     * @throws QuarantinedFailure when the parents' file of the same date is not there
     */
    List<String> of(RawKey child, EntitySpec.Parents parents) {
        RawKey key = new RawKey(child.client(), child.date(), parents.entity());
        RawFile file = rawFiles.find(key)
                .orElseThrow(() -> new QuarantinedFailure(
                        child + ": its parents' raw file " + key + " is not there",
                        "fetch " + parents.entity() + " of that date first: ./catwing fetch --client " + child.client()
                                + " --entity " + parents.entity() + " --date " + child.date()));
        return read(file, child, parents, Integer.MAX_VALUE);
    }

    /** A few of them, from the newest file that there is. @param most as many */
    List<String> some(RawKey child, EntitySpec.Parents parents, int most) {
        RawKey newest = rawFiles.newestBefore(
                        child.client(), parents.entity(), child.date().plusDays(1))
                .orElseThrow(() -> new QuarantinedFailure(
                        child + ": there is no raw file of its parents, " + parents.entity(),
                        "fetch " + parents.entity() + " first"));
        return read(rawFiles.find(newest).orElseThrow(), child, parents, most);
    }

    private List<String> read(RawFile file, RawKey child, EntitySpec.Parents parents, int most) {
        Set<String> ids = new LinkedHashSet<>();
        long held = 0;
        JsonPointer at = parents.key().at();
        RecordJq cut = RecordJq.of(parents.key().jq(), "parents.key.jq");
        RecordJq where = RecordJq.of(parents.where(), "parents.where");
        boolean whole = cut != null || where != null;
        RecordCopy copy = new RecordCopy(at == null ? List.of() : List.of(at), Set.of());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in = rawFiles.open(file);
                JsonParser parser = RAW.createParser(in);
                JsonGenerator out = RecordCopy.generator(whole ? bytes : OutputStream.nullOutputStream())) {
            parser.nextToken();
            for (long record = 0; parser.nextToken() != JsonToken.END_ARRAY && ids.size() < most; record++) {
                String which = child + ": record " + record + " of " + file.key();
                bytes.reset();
                String[] found = copy.copy(parser, out);
                out.flush();
                if (where != null && !where.holds(bytes.toByteArray(), which)) {
                    continue;
                }
                String id = cut == null ? found[0] : cut.id(bytes.toByteArray(), which);
                if (id == null || id.isEmpty()) {
                    throw new QuarantinedFailure(
                            which + " has no value at parents.key '" + at + "'",
                            "correct parents.key in the client's file");
                }
                if (ids.add(id)) {
                    held += 2L * id.length() + 64;
                    if (held > limit) {
                        throw AskSearch.tooMany(limit);
                    }
                }
            }
        } catch (IOException e) {
            throw new RetryableFailure(
                    file.key() + " cannot be read: " + e.getMessage(),
                    "is S3 reachable? run the same command again",
                    e);
        }
        return List.copyOf(ids);
    }
}
