package io.catwing.ml;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.StoredObject;
import io.catwing.client.ClientId;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.RunId;
import io.catwing.ml.RunFolder.Seal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The objects of one run in S3, according to a listing. Without {@code config.json} it does not count.
 *
 * @param run of the current command
 * @param full load it again although the ledger holds it
 */
public record CommittedRun(
        RunId run, ClientId client, LocalDate runDate, boolean full, Map<RunFile, StoredObject> objects) {

    /** A client's runs by date, committed or not. @param path where they are: that of a date, or an empty one */
    static Map<LocalDate, Map<RunFile, StoredObject>> list(ObjectStore objectStore, ClientId client, String path) {
        Map<LocalDate, Map<RunFile, StoredObject>> runs = new TreeMap<>();
        try (Stream<StoredObject> objects = objectStore.list(Area.ML_OUTPUT, client + "/" + path)) {
            objects.forEach(object -> {
                String[] parts = object.key().path().split("/", 3);
                if (parts.length == 3) {
                    date(parts[1]).ifPresent(date -> RunFile.of(parts[2])
                            .ifPresent(file -> runs.computeIfAbsent(date, any -> new EnumMap<>(RunFile.class))
                                    .put(file, object)));
                }
            });
        }
        return runs;
    }

    static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text))
                    .filter(date -> date.toString().equals(text));
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }

    /** The same run as S3 has it by now. */
    CommittedRun now(ObjectStore objectStore) {
        Map<RunFile, StoredObject> there =
                list(objectStore, client, runDate + "/").getOrDefault(runDate, Map.of());
        return new CommittedRun(run, client, runDate, full, there);
    }

    boolean committed() {
        return objects.containsKey(RunFile.CONFIG);
    }

    String predictionsKey() {
        return RunFile.PREDICTIONS.key(client, runDate).toString();
    }

    /**
     * The run's identity in the ledger: other bytes in any of its objects, or one that is not there any longer, are another run,
     * which is judged anew, as a rebuild would judge it. The ETags of all files, with {@code -} for one that is missing.
     */
    String etag() {
        return Arrays.stream(RunFile.values())
                .map(file -> objects.containsKey(file) ? objects.get(file).etag() : "-")
                .collect(Collectors.joining("+"));
    }

    /** @throws QuarantinedFailure if it is not this run's, or something of the run is missing */
    RunConfig config(ObjectStore objectStore) {
        RunConfig config = RunConfig.read(bytes(objectStore, objects.get(RunFile.CONFIG)), client, runDate);
        Map<RunFile, Seal> seals = config.seals();
        for (RunFile file : RunFile.contents()) {
            StoredObject object = objects.get(file);
            Seal seal = seals.get(file);
            if (object == null || seal == null || object.bytes() != seal.bytes()) {
                String wrong = object == null
                        ? " is missing"
                        : seal == null
                                ? " is not among files in config.json"
                                : " has another size than config.json says";
                throw damaged(file.path() + wrong);
            }
        }
        return config;
    }

    private QuarantinedFailure damaged(String what) {
        return new QuarantinedFailure(
                "the run " + client + " " + runDate + " in S3 is damaged: " + what,
                "register its folder again, or copy the run from the bucket's other copies");
    }

    /** Downloads the predictions. @throws QuarantinedFailure if they are not those that config.json lists */
    void fetchPredictions(ObjectStore objectStore, RunConfig config, Path to) {
        StoredObject object = objects.get(RunFile.PREDICTIONS);
        try {
            try (InputStream in = objectStore.open(object)) {
                Files.copy(in, to);
            }
            try (InputStream in = Files.newInputStream(to)) {
                if (!Seal.of(in).equals(config.seals().get(RunFile.PREDICTIONS))) {
                    throw damaged(RunFile.PREDICTIONS.path() + " is not the file that config.json was put for");
                }
            }
        } catch (IOException e) {
            throw new AbortingFailure(
                    object.key() + " cannot be brought to " + to + ": " + e,
                    "is S3 reachable, and is there room under CATWING_HOME? run the same command again",
                    e);
        }
    }

    /** Of a config.json. */
    static byte[] bytes(ObjectStore objectStore, StoredObject object) {
        if (object.bytes() > RunFile.CONFIG.largest()) {
            throw new QuarantinedFailure(
                    object.key() + " has " + object.bytes() + " bytes, too many for a config.json",
                    "it was put there by other means; register the run's folder again");
        }
        try (InputStream in = objectStore.open(object)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AbortingFailure(
                    object.key() + " cannot be read: " + e, "is S3 reachable? run the same command again", e);
        }
    }
}
