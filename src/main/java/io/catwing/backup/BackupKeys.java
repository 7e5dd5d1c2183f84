package io.catwing.backup;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The keys by which a manifest is known to be ours: those of {@code CATWING_BACKUP_KEY}, otherwise one of this machine, in
 * {@code backup.key} under {@code CATWING_HOME}. Never in the bucket: whoever may write there could sign with it.
 */
@Component
public class BackupKeys {
    private static final Logger LOG = LoggerFactory.getLogger(BackupKeys.class);
    private static final int SHORTEST = 16;
    private static final int BYTES = 32;

    private final List<String> named;
    private final Path file;
    private String made;

    /** The keys are no {@code @Value}, in which Spring would evaluate what looks like an expression. */
    @Autowired
    BackupKeys(Environment environment, @Value("${catwing.home:.catwing}") Path home) {
        this(environment.getProperty("catwing.backup.key", ""), home);
    }

    /** @param named separated by commas: the first signs, all are good for what is there */
    public BackupKeys(String named, Path home) {
        this.named = Arrays.stream(named.split(","))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .toList();
        this.named.forEach(Secrets::register);
        if (this.named.stream().anyMatch(key -> key.length() < SHORTEST)) {
            throw new AbortingFailure(
                    "CATWING_BACKUP_KEY holds a key of fewer than " + SHORTEST + " characters",
                    "make one by openssl rand -hex 32; several are separated by commas, the first signs");
        }
        this.file = home.toAbsolutePath().normalize().resolve("backup.key");
    }

    /** By which manifests are checked; empty where none was ever named or made. */
    List<byte[]> all() {
        List<String> keys = named.isEmpty() ? kept().stream().toList() : named;
        return keys.stream().map(key -> key.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** By which they are signed; made and kept where there is none. */
    byte[] signing() {
        String key = named.isEmpty() ? kept().orElseGet(this::make) : named.get(0);
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /** What people must hear once: that a key was made by this process, and where it lies. */
    public synchronized Optional<String> made() {
        return Optional.ofNullable(made);
    }

    private Optional<String> kept() {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("it is no file of its own");
            }
            String key = Files.readString(file).strip();
            if (key.length() < SHORTEST) {
                throw new IOException("it holds no key");
            }
            Secrets.register(key);
            return Optional.of(key);
        } catch (IOException unreadable) {
            throw unusable(unreadable);
        }
    }

    private synchronized String make() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String key = HexFormat.of().formatHex(random);
        try {
            Files.createDirectories(file.getParent());
            try (var channel = Files.newByteChannel(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                channel.write(java.nio.ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (FileAlreadyExistsException anothers) {
            return kept().orElseThrow(() -> unusable(anothers));
        } catch (IOException broken) {
            throw unusable(broken);
        }
        Secrets.register(key);
        made = "a key that signs backups was made: " + file
                + "\nHINT: keep a copy of it elsewhere, not in the bucket; a recovery on another machine needs it in"
                + " CATWING_BACKUP_KEY";
        LOG.warn("{}", made);
        return key;
    }

    private AbortingFailure unusable(IOException why) {
        return new AbortingFailure(
                "the key of the backups, " + file + ", cannot be used: " + why.getMessage(),
                "make it a file that this user may read, or set CATWING_BACKUP_KEY",
                why);
    }
}
