package io.catwing.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.bucket.ObjectKey;
import io.catwing.bucket.StoredObject;
import io.catwing.support.Servers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/** What whoever may write to the bucket can do: another dump in the place of a good one, with a manifest that fits it. */
public final class ForgedBackup {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ForgedBackup() {}

    /**
     * @param folder for temporary files
     * @param key that signs the manifest; null for none
     */
    public static void put(Servers.Bucket bucket, Backup backup, Path folder, String key, UnaryOperator<String> change)
            throws IOException, GeneralSecurityException {
        String sql;
        byte[] there = read(bucket, backup.name().dump());
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(there))) {
            sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        byte[] changed = change.apply(sql).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        DumpWriter writer = new DumpWriter(folder, packed, 1, new Gzip(() -> false).compressors(1), Map.of());
        writer.write(changed);
        writer.close();
        Path file = Files.write(folder.resolve("forged.sql.gz"), packed.toByteArray());
        StoredObject dump = bucket.put(backup.name().dump(), file);
        ObjectNode manifest;
        try (var in = new ByteArrayInputStream(read(bucket, backup.name().manifest()))) {
            manifest = (ObjectNode) JSON.readTree(in);
        }
        manifest.put(
                "sha256",
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(packed.toByteArray())));
        manifest.set("parts", JSON.valueToTree(writer.facts().parts()));
        manifest.put("bytes", packed.size());
        manifest.put("uncompressedBytes", changed.length);
        manifest.put("etag", dump.etag());
        if (key == null) {
            manifest.remove(ManifestSignature.FIELD);
        } else {
            ManifestSignature.sign(manifest, key.getBytes(StandardCharsets.UTF_8));
        }
        putManifest(bucket, backup, folder, manifest.toString());
    }

    public static void putManifest(Servers.Bucket bucket, Backup backup, Path folder, String json) throws IOException {
        Path file = Files.writeString(folder.resolve("forged.json"), json);
        bucket.put(backup.name().manifest(), file);
    }

    /** Another manifest, signed. */
    public static void sign(Servers.Bucket bucket, Backup backup, Path folder, String key, UnaryOperator<String> change)
            throws IOException {
        ObjectNode manifest = (ObjectNode)
                JSON.readTree(change.apply(new String(read(bucket, backup.name().manifest()), StandardCharsets.UTF_8)));
        ManifestSignature.sign(manifest, key.getBytes(StandardCharsets.UTF_8));
        putManifest(bucket, backup, folder, manifest.toString());
    }

    private static byte[] read(Servers.Bucket bucket, ObjectKey key) throws IOException {
        try (var in = bucket.objectStore().open(bucket.objectStore().find(key).orElseThrow())) {
            return in.readAllBytes();
        }
    }
}
