package io.catwing.exec;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run of a program: the body that an {@code exec:} endpoint takes. Made by one bean, then run once. */
public final class Command {
    String program;
    final List<String> arguments = new ArrayList<>();
    final Map<String, String> environment = new LinkedHashMap<>();
    final Map<String, String> secrets = new LinkedHashMap<>();
    boolean inherits;
    boolean bare;
    Path folder;
    InputStream input;
    Path inputFile;
    OutputStream output;
    Path outputFile;
    Path log;
    Duration timeLimit = Duration.ZERO;
    String hint = "its last words say why; what it was asked to do is in the log of this program at level DEBUG";
    String missingHint = "install it, or put its folder on PATH";

    private Command(String program) {
        this.program = program;
    }

    /** The program that the endpoint names. */
    public static Command ofTheEndpoint() {
        return new Command(null);
    }

    /** @param program a name that is looked up on the child's PATH, or a path */
    public static Command of(String program) {
        return new Command(program);
    }

    /** Added after those that stand in the route. Seen by everybody on the machine: no secrets. */
    public Command arguments(String... more) {
        return arguments(List.of(more));
    }

    public Command arguments(List<String> more) {
        arguments.addAll(more);
        return this;
    }

    public Command environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** A variable whose value is masked in whatever is kept of what the program says. An empty one is not set. */
    public Command secret(String name, String value) {
        if (!value.isEmpty()) {
            secrets.put(name, value);
        }
        return this;
    }

    /** Our whole environment instead of the minimal one, for programs that users set up there. */
    public Command inheritEnvironment() {
        inherits = true;
        return this;
    }

    /** Of ours PATH alone: whatever else the program gets is set here. */
    public Command bareEnvironment() {
        bare = true;
        return this;
    }

    /** The working directory; this program's own otherwise. */
    public Command folder(Path workingFolder) {
        folder = workingFolder;
        return this;
    }

    /** What the program reads from stdin; read on a thread of its own, and closed in any case. */
    public Command input(InputStream stream) {
        input = stream;
        return this;
    }

    public Command input(Path file) {
        inputFile = file;
        return this;
    }

    /** Gets the program's stdout as it comes, on a thread of its own; closed in any case. */
    public Command output(OutputStream stream) {
        output = stream;
        return this;
    }

    /** Gets the program's stdout, in place of what is there. */
    public Command output(Path file) {
        outputFile = file;
        return this;
    }

    /** A file to which all that the program says is added: stderr, and stdout where it goes nowhere else. */
    public Command log(Path file) {
        log = file;
        return this;
    }

    /** After which the program is ended with all that it started; zero for none, then the endpoint's timeout holds. */
    public Command timeLimit(Duration limit) {
        timeLimit = limit;
        return this;
    }

    /** What to do when it fails; the HINT of the failure. */
    public Command hint(String nextStep) {
        hint = nextStep;
        return this;
    }

    /** What to do when there is no such program; the HINT of the failure. */
    public Command missingHint(String nextStep) {
        missingHint = nextStep;
        return this;
    }

    /** How messages name it: without its folder. */
    String name() {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    /** Without environment and secrets: bodies end in traces. */
    @Override
    public String toString() {
        return program + " " + String.join(" ", arguments);
    }
}
