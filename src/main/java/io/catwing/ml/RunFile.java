package io.catwing.ml;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.client.ClientId;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The files of a run, in the order in which they are stored: the commit mark last. */
enum RunFile {
    FEATURES("features.parquet", RunFile.PARQUET, RunFile.LARGEST),
    TARGETS("targets.parquet", RunFile.PARQUET, RunFile.LARGEST),
    PREDICTIONS("predictions.parquet", RunFile.PARQUET, RunFile.LARGEST),
    CLASSIFIER("models/classifier.pkl", RunFile.BYTES, RunFile.LARGEST),
    REGRESSOR("models/regressor.pkl", RunFile.BYTES, RunFile.LARGEST),
    WAREHOUSE_MODEL("models/warehouse_model.pkl", RunFile.BYTES, RunFile.LARGEST),
    CONFIG("config.json", "application/json", 1 << 20);

    private static final String PARQUET = "application/vnd.apache.parquet";
    private static final String BYTES = "application/octet-stream";
    /** The limit of one PUT to S3. */
    private static final long LARGEST = 5L << 30;

    private final String path;
    private final String contentType;
    private final long largest;

    RunFile(String path, String contentType, long largest) {
        this.path = path;
        this.contentType = contentType;
        this.largest = largest;
    }

    /** Below the run's folder, and below its prefix in S3. */
    String path() {
        return path;
    }

    String contentType() {
        return contentType;
    }

    /** Maximum size in bytes. */
    long largest() {
        return largest;
    }

    ObjectKey key(ClientId client, LocalDate runDate) {
        return new ObjectKey(Area.ML_OUTPUT, client + "/" + runDate + "/" + path);
    }

    static Optional<RunFile> of(String path) {
        return Arrays.stream(values()).filter(file -> file.path.equals(path)).findFirst();
    }

    /** All but the commit mark. */
    static List<RunFile> contents() {
        return Arrays.stream(values()).filter(file -> file != CONFIG).toList();
    }
}
