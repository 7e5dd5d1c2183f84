package io.catwing.exec;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import jakarta.annotation.PreDestroy;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecCommandExecutor;
import org.apache.camel.component.exec.ExecResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Runs a command to its end, whatever that is. The package's description has the contract. */
@Component
public final class CommandExecutor implements ExecCommandExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(CommandExecutor.class);
    private static final List<String> MINIMAL = List.of("PATH", "HOME", "TZ", "TMPDIR");

    private static final List<String> BARE = List.of("PATH");

    /** How often a running program's children are looked up. */
    private static final long LOOK_MILLIS = 500;

    /** For the rest of the output to arrive after the program has ended. */
    private static final long REST_MILLIS = 10_000;

    private static final int SIGNALLED = 128;
    private static final int GREATEST_SIGNAL = 64;

    private final Set<ProcessTree> running = ConcurrentHashMap.newKeySet();
    private final Thread atExit = new Thread(this::endAll, "end-commands");
    private volatile boolean closed;

    public CommandExecutor() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    @Override
    public ExecResult execute(ExecCommand command) {
        CommandBinding.Bound bound = (CommandBinding.Bound) command;
        return new CommandBinding.Finished(bound, run(bound.command));
    }

    /**
     * Runs it and waits for its end.
     *
     * @throws QuarantinedFailure if there is no such program, it fails, it takes too long, or one of its streams fails
     * @throws AbortingFailure when this thread is interrupted or this program ends meanwhile
     */
    public CommandResult run(Command command) {
        long begin = System.nanoTime();
        try (CommandLog log = CommandLog.open(command)) {
            LastWords output = new LastWords(command.secrets.values(), log);
            LastWords errors = new LastWords(command.secrets.values(), log);
            Process process = start(command);
            ProcessTree tree = new ProcessTree(process);
            running.add(tree);
            try {
                Pumps pumps = new Pumps(command, tree);
                connect(command, process, pumps, output, errors);
                await(command, process, tree, pumps, begin);
            } finally {
                // Its remaining child processes, and itself if something above failed.
                tree.end();
                running.remove(tree);
            }
            if (closed) {
                throw stopped(command, null);
            }
            if (process.exitValue() != 0) {
                throw new QuarantinedFailure(ended(command, process.exitValue()) + said(errors.text()), command.hint);
            }
            return new CommandResult(
                    command.name(), output.text(), errors.text(), Duration.ofNanos(System.nanoTime() - begin));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw stopped(command, stop);
        } catch (IOException e) {
            throw new QuarantinedFailure(
                    "the log " + command.log + " of " + command.name() + " cannot be written: " + e,
                    "look for space and permissions there",
                    e);
        } finally {
            close(command.input);
            close(command.output);
        }
    }

    private Process start(Command command) {
        Map<String, String> environment = environment(command);
        Path program = find(command.program, environment)
                .orElseThrow(() -> new QuarantinedFailure(
                        "there is no program " + command.program
                                + (command.program.contains("/") ? "" : " on the PATH"),
                        command.missingHint));
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of(program.toString()), command.arguments.stream())
                        .toList());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(command.folder == null ? null : command.folder.toFile());
        if (command.input == null) {
            builder.redirectInput(
                    Redirect.from(command.inputFile == null ? new File("/dev/null") : command.inputFile.toFile()));
        }
        if (command.outputFile != null) {
            builder.redirectOutput(command.outputFile.toFile());
        }
        if (closed) {
            throw stopped(command, null);
        }
        LOG.debug("running {}", command);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new QuarantinedFailure(
                    "the program " + program + " cannot be started: " + e.getMessage(),
                    "see that it is for this machine, that its folder and files are there, and that memory is left",
                    e);
        }
    }

    private static Map<String, String> environment(Command command) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (command.inherits) {
            environment.putAll(System.getenv());
        } else {
            (command.bare ? BARE : MINIMAL).forEach(name -> {
                if (System.getenv(name) != null) {
                    environment.put(name, System.getenv(name));
                }
            });
            // Messages in one language and encoding, whoever starts us.
            environment.put("LC_ALL", "C.UTF-8");
        }
        environment.putAll(command.environment);
        environment.putAll(command.secrets);
        return environment;
    }

    /** Not left to the system: it would use our own PATH, and does not distinguish a missing program from a missing folder. */
    private static Optional<Path> find(String program, Map<String, String> environment) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program))
                    .filter(CommandExecutor::isProgram)
                    .map(Path::toAbsolutePath);
        }
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(program).toAbsolutePath())
                .filter(CommandExecutor::isProgram)
                .findFirst();
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    private static void connect(Command command, Process process, Pumps pumps, LastWords output, LastWords errors) {
        pumps.listen("error output", errors, process.getErrorStream());
        if (command.output != null) {
            pumps.take(process.getInputStream(), command.output);
        } else if (command.outputFile == null) {
            pumps.listen("output", output, process.getInputStream());
        }
        if (command.input != null) {
            pumps.feed(command.input, process.getOutputStream());
        }
    }

    private static void await(Command command, Process process, ProcessTree tree, Pumps pumps, long begin)
            throws InterruptedException {
        boolean limited = !command.timeLimit.isZero();
        do {
            tree.look();
            if (limited && System.nanoTime() - begin > command.timeLimit.toNanos()) {
                throw new QuarantinedFailure(
                        command.name() + " did not end within " + words(command.timeLimit)
                                + " and was ended, with all that it started",
                        command.hint);
            }
        } while (!process.waitFor(pause(command, begin), TimeUnit.MILLISECONDS));
        boolean whole = pumps.endWithin(REST_MILLIS);
        if (!whole) {
            tree.end();
            pumps.endWithin(LOOK_MILLIS);
        }
        if (pumps.failure() != null) {
            throw pumps.failure();
        }
        if (!whole) {
            throw new QuarantinedFailure(
                    command.name()
                            + " ended, but something that it started still held its output, which may not be whole",
                    command.hint);
        }
    }

    private static long pause(Command command, long begin) {
        if (command.timeLimit.isZero()) {
            return LOOK_MILLIS;
        }
        long left = command.timeLimit.toMillis() - (System.nanoTime() - begin) / 1_000_000 + 1;
        return Math.max(1, Math.min(LOOK_MILLIS, left));
    }

    private static String ended(Command command, int exitCode) {
        String fact = command.name() + " ended with exit code " + exitCode;
        return exitCode > SIGNALLED && exitCode <= SIGNALLED + GREATEST_SIGNAL
                ? fact + " (signal " + (exitCode - SIGNALLED) + ")"
                : fact;
    }

    private static String said(String words) {
        return words.isEmpty() ? " and said nothing" : "; the last it said was:\n" + words;
    }

    private static String words(Duration limit) {
        return limit.toMillis() < 10_000 ? limit.toMillis() + " ms" : limit.toSeconds() + " s";
    }

    private static AbortingFailure stopped(Command command, Exception cause) {
        return new AbortingFailure(
                command.name() + " was ended, since this program was asked to stop",
                "run the same command again",
                cause);
    }

    private static void close(Closeable stream) {
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException e) {
                // The pump that used it has already reported it; only unused streams are closed here.
                LOG.debug("a stream of a command did not close", e);
            }
        }
    }

    private void endAll() {
        closed = true;
        running.forEach(ProcessTree::end);
    }

    /** The application ends, and so do its child processes. */
    @PreDestroy
    void close() {
        endAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException atExitAlready) {
            LOG.debug("the JVM ends, too");
        }
    }
}
