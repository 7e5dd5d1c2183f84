package io.catwing.load;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.EntitySpec;
import io.catwing.client.Model;
import io.catwing.client.Table;
import io.catwing.load.mapping.FileCounters;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the files of one batch say is gone, and the marks of rows that follow from all that was ever said. In the transaction of
 * the batch, which holds the exclusive lock of its entity: two loads that see only their own half would both leave the mark out.
 */
final class Deletions {
    private final Connection connection;
    private final LoadBatch batch;
    private final EntitySpec.Deleted declared;

    Deletions(Connection connection, LoadBatch batch) {
        this.connection = connection;
        this.batch = batch;
        this.declared = batch.spec().mapping().deleted();
    }

    /** Rows of the entity may be marked. */
    static boolean declared(LoadBatch batch) {
        return batch.spec().mapping().deleted() != null;
    }

    /** Before the rows: what the files said when they were loaded before is forgotten. */
    void begin() throws SQLException {
        if (declared != null) {
            execute(
                    "load/forget-deletions-of-files",
                    batch.files().stream().map(file -> file.key().date()).toList());
        }
    }

    /**
     * After the rows.
     *
     * @param files the ones that are whole snapshots say that whatever they do not list is gone; not if a record was rejected, whose
     *     row would then count as not listed. The counters of such a file are told, for its result to say so
     */
    void end(List<FileCounters> files, RawFiles rawFiles) throws SQLException {
        if (declared == null) {
            return;
        }
        List<LocalDate> whole = new ArrayList<>();
        for (FileCounters file : files) {
            if (!declared.absent() || !isSnapshot(file.file(), rawFiles)) {
                continue;
            }
            if (file.rejected() == 0) {
                whole.add(file.file().key().date());
            } else {
                file.provesNoAbsence();
            }
        }
        if (!whole.isEmpty()) {
            execute("load/write-unlisted", whole);
        }
        mark();
    }

    private static boolean isSnapshot(RawFile file, RawFiles rawFiles) {
        return rawFiles.metadata(file.key()).filter(RawMetadata::snapshot).isPresent();
    }

    private void mark() throws SQLException {
        Table head = Model.of(batch.spec().entity()).head();
        Map<String, String> names = Map.of(
                "head", "general." + head.name(), "key", head.keyColumns().get(0));
        String client = batch.client().id().value();
        String entity = batch.spec().entity().toString();
        try (PreparedStatement statement = connection.prepareStatement(SqlFile.read("load/mark-deleted", names))) {
            int at = 0;
            for (String value : List.of(client, entity, client, client, entity, entity, entity)) {
                statement.setString(++at, value);
            }
            statement.executeUpdate();
        }
    }

    private void execute(String sql, List<LocalDate> dates) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SqlFile.read(sql))) {
            statement.setString(1, batch.client().id().value());
            statement.setString(2, batch.spec().entity().toString());
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "text", dates.stream().map(LocalDate::toString).toArray()));
            statement.executeUpdate();
        }
    }
}
