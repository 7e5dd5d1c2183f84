package io.catwing.ml;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/** A folder on disk that claims to be a run. Somebody else's program filled it, so nothing in it is trusted. */
final class RunFolder {
    private final Path folder;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * All files exist, are regular files, and are neither empty nor too large.
     *
     * @throws QuarantinedFailure otherwise
     */
    static RunFolder whole(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new QuarantinedFailure("there is no folder " + folder, "give the folder that the trainer filled");
        }
        RunFolder run = new RunFolder(folder);
        for (RunFile file : RunFile.values()) {
            run.check(file);
        }
        return run;
    }

    private void check(RunFile file) {
        Path path = path(file);
        Path inside = folder;
        for (Path part : Path.of(file.path())) {
            inside = inside.resolve(part);
            if (Files.isSymbolicLink(inside)) {
                throw new QuarantinedFailure(
                        part + " in the run's folder is a symbolic link",
                        "put the file itself there; links are not followed");
            }
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new QuarantinedFailure(
                    "the run's folder has no " + file.path(), "a run is " + all() + "; write the missing file");
        }
        BasicFileAttributes found = attributes(path);
        if (!found.isRegularFile()) {
            throw new QuarantinedFailure(
                    file.path() + " in the run's folder is not a file", "write a file of that name");
        }
        if (found.size() == 0) {
            throw new QuarantinedFailure(file.path() + " is empty", "see in the trainer's log why it wrote nothing");
        }
        if (found.size() > file.largest()) {
            throw new QuarantinedFailure(
                    file.path() + " has " + found.size() + " bytes, above the " + file.largest() + " that are taken",
                    "make it smaller; nothing of the run was stored");
        }
    }

    private static BasicFileAttributes attributes(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static String all() {
        StringBuilder names = new StringBuilder();
        for (RunFile file : RunFile.values()) {
            names.append(file == RunFile.FEATURES ? "" : file == RunFile.CONFIG ? " and " : ", ")
                    .append(file.path());
        }
        return names.toString();
    }

    Path path(RunFile file) {
        return folder.resolve(file.path());
    }

    byte[] config() {
        try {
            return Files.readAllBytes(path(RunFile.CONFIG));
        } catch (IOException e) {
            throw unreadable(path(RunFile.CONFIG), e);
        }
    }

    /** Of all but the commit mark. */
    Map<RunFile, Seal> seals() {
        Map<RunFile, Seal> seals = new EnumMap<>(RunFile.class);
        for (RunFile file : RunFile.contents()) {
            try (InputStream in = Files.newInputStream(path(file), LinkOption.NOFOLLOW_LINKS)) {
                seals.put(file, Seal.of(in));
            } catch (IOException e) {
                throw unreadable(path(file), e);
            }
        }
        return seals;
    }

    private static AbortingFailure unreadable(Path path, IOException e) {
        return new AbortingFailure(path + " cannot be read: " + e, "look at its owner and rights", e);
    }

    /**
     * The identity of a file's content.
     *
     * @param sha256 in hexadecimal
     */
    record Seal(String sha256, long bytes) {
        /** Reads to the end. */
        static Seal of(InputStream in) throws IOException {
            try (DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
                long bytes = digest.transferTo(OutputStream.nullOutputStream());
                return new Seal(
                        HexFormat.of().formatHex(digest.getMessageDigest().digest()), bytes);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java has SHA-256", impossible);
            }
        }
    }
}
