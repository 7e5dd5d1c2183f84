package io.catwing.local.servers;

import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How PostgreSQL, which refuses to run as root, is run if this program does: as {@code nobody}, with only the
 * capability to reach its files below folders that are closed to others. If that is forbidden, in a user namespace.
 * Other users run it directly.
 */
final class StepDown {
    private static final String USER = "nobody";

    /** The server shuts down when this process is killed, even without a chance to say so. */
    private static final List<String> END_WITH_PARENT = List.of("setpriv", "--pdeathsig", "INT");

    /** Ctrl-C in a terminal reaches all processes of the command; this program decides when the server ends. */
    private static final String OWN_SESSION = "setsid";

    private static final List<String> AS_USER =
            List.of("--reuid", USER, "--regid", "nogroup", "--clear-groups", "--bounding-set=-all,+dac_override");
    /** The last one makes access(2) respect the capability, which PostgreSQL checks before it starts its own programs. */
    private static final List<String> REACHES_ITS_FILES = List.of(
            "--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override", "--securebits=+no_setuid_fixup");

    private final List<String> prefix;
    private final int owner;

    private StepDown(List<String> prefix, int owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    /**
     * @param program that is to be run
     * @throws AbortingFailure if this is root, and cannot run it as anybody else
     */
    static StepDown choose(Path program) throws IOException {
        int self = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        List<String> plain = works(join(END_WITH_PARENT, List.of(OWN_SESSION)), program)
                ? join(END_WITH_PARENT, List.of(OWN_SESSION))
                : List.of();
        if (self != 0) {
            return new StepDown(plain, self);
        }
        List<String> asUser = join(END_WITH_PARENT, AS_USER, REACHES_ITS_FILES, List.of(OWN_SESSION));
        if (works(asUser, program)) {
            return new StepDown(asUser, uid(asUser));
        }
        List<String> runuser = join(List.of("runuser", "-u", USER, "--"), plain);
        if (works(runuser, program)) {
            return new StepDown(runuser, uid(runuser));
        }
        List<String> namespace = join(List.of("unshare", "-U"), plain);
        if (works(namespace, program)) {
            return new StepDown(namespace, self);
        }
        throw new AbortingFailure(
                "PostgreSQL refuses to run as root, and this machine lets root not step down"
                        + " (setpriv, runuser and unshare -U all failed, or " + program
                        + " lies where nobody else may enter)",
                "set CATWING_HOME to a folder whose parents everybody may enter, run catwing as another user, or set CATWING_DB_URL to use a server of yours");
    }

    @SafeVarargs
    private static List<String> join(List<String>... parts) {
        List<String> all = new ArrayList<>();
        for (List<String> part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }

    private static boolean works(List<String> prefix, Path program) {
        try {
            return new ProcessBuilder(join(prefix, List.of("test", "-x", program.toString())))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int uid(List<String> prefix) throws IOException {
        Process id = new ProcessBuilder(join(prefix, List.of("id", "-u"))).start();
        return Integer.parseInt(
                new String(id.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).strip());
    }

    /** The command's prefix. */
    List<String> prefix() {
        return prefix;
    }

    /** Transfers a file, or a folder with its content, to the server; the folder itself last, so that a cut run is redone. */
    void handOver(Path path) throws IOException {
        if (owner(path) == owner) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(path)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
