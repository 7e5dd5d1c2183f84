package io.catwing.backup;

import io.catwing.job.RunId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of the databases in which backups of one live database are tried: {@code catwing_proof_20260224_043000_00ab}. */
final class ScratchDatabase {
    /** PostgreSQL's, in bytes. */
    private static final int LONGEST_NAME = 63;

    /** {@code _proof_20260224_043000_00ab}. */
    private static final int LONGEST_END = 27;

    private static final int HASH = 8;

    private ScratchDatabase() {}

    /** With which they all begin, and those of no other live database: what is cut off a long name goes into a hash. */
    static String beginning(String live) {
        int longest = LONGEST_NAME - LONGEST_END;
        String own = live.length() <= longest ? live : live.substring(0, longest - HASH - 1) + '_' + hash(live);
        return own + "_proof_";
    }

    static String name(String live, RunId run) {
        return beginning(live) + run.value().replace('-', '_');
    }

    private static String hash(String text) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
