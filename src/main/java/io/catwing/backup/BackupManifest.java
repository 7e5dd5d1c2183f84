package io.catwing.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * What is known of a dump that was verified; the JSON object beside it in S3, without which it does not count.
 *
 * @param key of the dump
 * @param etag of the dump as S3 tells it, without quotes
 * @param sha256 of the compressed bytes, in hexadecimal digits
 * @param bytes compressed
 * @param uncompressedBytes of SQL
 * @param snapshotAt the moment that the dump shows
 * @param system identifier of the database cluster, by which a dump of another database is known
 * @param schemaVersion the newest migration that was applied
 * @param ledgerRows raw files that the dump holds
 * @param tables by name with schema; the digest is null for tables that digests do not cover
 * @param restorable what is known of its restore; null in manifests of before
 * @param parts of which the dump is made, for several sessions to restore; null in manifests of before
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BackupManifest(
        String key,
        String etag,
        String sha256,
        long bytes,
        long uncompressedBytes,
        Instant snapshotAt,
        Instant startedAt,
        Instant finishedAt,
        String database,
        String system,
        String serverVersion,
        String schemaVersion,
        String programVersion,
        String run,
        long ledgerRows,
        SortedMap<String, TableContent> tables,
        Restorable restorable,
        List<DumpPart> parts) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .registerModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()));

    /** One table in the dump. */
    public record TableContent(long rows, String digest) {}

    /**
     * What is known of its restore.
     *
     * @param pgDump version of the program that wrote it
     * @param fingerprint of the programs, the server and all that the dump says besides rows: equal ones restore alike
     * @param proven a dump of this fingerprint was restored, without its rows
     * @param problem why that could not be tried; null where it was
     * @param notes what a restore leaves out, with reasons, and what else people should know
     */
    public record Restorable(String pgDump, String fingerprint, boolean proven, String problem, List<String> notes) {}

    private static final class InstantReader extends FromStringDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        protected Instant _deserialize(String value, DeserializationContext context) {
            return Instant.parse(value);
        }
    }

    /** What is known of its restore, in two words at most: tried, not tried, not known. */
    public String restore() {
        return restorable == null ? "not known" : restorable.proven() ? "tried" : "not tried";
    }

    /** The same dump under another key. */
    BackupManifest at(String otherKey, String otherEtag) {
        return new BackupManifest(
                otherKey,
                otherEtag,
                sha256,
                bytes,
                uncompressedBytes,
                snapshotAt,
                startedAt,
                finishedAt,
                database,
                system,
                serverVersion,
                schemaVersion,
                programVersion,
                run,
                ledgerRows,
                tables,
                restorable,
                parts);
    }

    /** As JSON, signed by a key. */
    byte[] signed(byte[] key) {
        ObjectNode json = JSON.valueToTree(this);
        ManifestSignature.sign(json, key);
        return json.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    static BackupManifest read(ObjectNode json) throws IOException {
        BackupManifest manifest = JSON.treeToValue(json, BackupManifest.class);
        if (manifest == null
                || manifest.key == null
                || manifest.etag == null
                || manifest.sha256 == null
                || manifest.snapshotAt == null
                || manifest.database == null
                || manifest.tables == null) {
            throw new JsonProcessingException("key, etag, sha256, snapshotAt, database or tables is missing") {
                private static final long serialVersionUID = 1L;
            };
        }
        return manifest;
    }
}
