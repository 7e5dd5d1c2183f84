package io.catwing.exec;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run of a program: the body of an {@code exec:} endpoint. Created by a bean, then run once. */
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

    /** Appended to those in the route. Visible to everybody on the machine: no secrets. */
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

    /** A variable whose value is masked in the recorded output. An empty one is not set. */
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

    /** Of our environment only PATH: everything else the program gets is set here. */
    public Command bareEnvironment() {
        bare = true;
        return this;
    }

    /** The working directory; by default this program's own. */
    public Command folder(Path workingFolder) {
        folder = workingFolder;
        return this;
    }

    /** The program's stdin; read in a separate thread, and always closed. */
    public Command input(InputStream stream) {
        input = stream;
        return this;
    }

    public Command input(Path file) {
        inputFile = file;
        return this;
    }

    /** Receives the program's stdout as it comes, in a separate thread; always closed. */
    public Command output(OutputStream stream) {
        output = stream;
        return this;
    }

    /** Receives the program's stdout, replacing the file's content. */
    public Command output(Path file) {
        outputFile = file;
        return this;
    }

    /** A file to which the program's output is appended: stderr, and stdout if it goes nowhere else. */
    public Command log(Path file) {
        log = file;
        return this;
    }

    /** After which the program is terminated with all its child processes; zero for none, then the endpoint's timeout applies. */
    public Command timeLimit(Duration limit) {
        timeLimit = limit;
        return this;
    }

    /** What to do if it fails; the HINT of the failure. */
    public Command hint(String nextStep) {
        hint = nextStep;
        return this;
    }

    /** What to do if there is no such program; the HINT of the failure. */
    public Command missingHint(String nextStep) {
        missingHint = nextStep;
        return this;
    }

    /** Its name in messages: without its folder. */
    String name() {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    /** Without environment and secrets: bodies appear in traces. */
    @Override
    public String toString() {
        return program + " " + String.join(" ", arguments);
    }
}
