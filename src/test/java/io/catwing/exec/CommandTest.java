package io.catwing.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, run for real. */
class CommandTest {
    private final CommandExecutor executor = new CommandExecutor();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        executor.close();
    }

    private static Command bash(String script) {
        return Command.of("bash").arguments("-c", script).hint("ask the test");
    }

    @Test
    void a_program_that_ends_well_leaves_what_it_said() {
        CommandResult result = executor.run(bash("echo one; echo two; echo careful >&2"));

        assertThat(result.program()).isEqualTo("bash");
        assertThat(result.output()).isEqualTo("one\ntwo");
        assertThat(result.errors()).isEqualTo("careful");
    }

    @Test
    void an_exit_code_fails_with_the_last_words() {
        assertThatThrownBy(() -> executor.run(bash("seq 100 >&2; echo no such table >&2; exit 3")))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith("bash ended with exit code 3; the last it said was:\n62\n63\n")
                .hasMessageEndingWith("\n100\nno such table\nHINT: ask the test");
    }

    @Test
    void a_program_that_fails_without_a_word_is_told_so() {
        assertThatThrownBy(() -> executor.run(bash("exit 1")))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("bash ended with exit code 1 and said nothing\nHINT: ask the test");
    }

    @Test
    void a_signal_is_named() {
        assertThatThrownBy(() -> executor.run(bash("kill -9 $$")))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("bash ended with exit code 137 (signal 9) and said nothing\nHINT: ask the test");
    }

    @Test
    void a_missing_program_is_named_with_what_to_install() {
        assertThatThrownBy(() -> executor.run(Command.of("pg_dumb").missingHint("install the PostgreSQL client")))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("there is no program pg_dumb on the PATH\nHINT: install the PostgreSQL client");
        assertThatThrownBy(() -> executor.run(Command.of(folder + "/pg_dump")))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("there is no program " + folder + "/pg_dump\nHINT: install it, or put its folder on PATH");
    }

    @Test
    void the_path_is_the_childs() throws IOException {
        Path program = Files.writeString(folder.resolve("mine"), "#!/bin/sh\necho mine\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        assertThat(executor.run(Command.of("mine").environment("PATH", "/nowhere:" + folder))
                        .output())
                .isEqualTo("mine");
    }

    @Test
    void a_program_that_cannot_be_started_is_no_missing_one() {
        assertThatThrownBy(() -> executor.run(Command.of("true").folder(folder.resolve("gone"))))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("/true cannot be started: ")
                .hasMessageContaining("No such file or directory")
                .hasMessageContaining("HINT: see that it is for this machine, that its folder and files are there");
    }

    @Test
    void secrets_are_in_the_environment_and_nowhere_else() throws IOException {
        Path log = folder.resolve("logs/command.log");
        Path seen = folder.resolve("seen");
        Command command = bash("cat /proc/$$/cmdline > " + seen + "; echo \"using $PGPASSWORD\";"
                        + " echo \"refused: ${PGPASSWORD}x\" >&2; [ ${#PGPASSWORD} = 10 ]")
                .secret("PGPASSWORD", "top secret")
                .log(log);

        CommandResult result = executor.run(command);

        assertThat(result.output()).isEqualTo("using ***");
        assertThat(result.errors()).isEqualTo("refused: ***x");
        assertThat(log).content().contains("using ***\n", "refused: ***x\n").doesNotContain("top secret");
        assertThat(seen).content().contains("echo \"using $PGPASSWORD\"").doesNotContain("top secret");
        assertThat(command.toString()).doesNotContain("top secret");
    }

    @Test
    void a_log_of_output_without_end_has_its_beginning_and_its_end() throws IOException {
        Path log = folder.resolve("command.log");

        executor.run(bash("echo begun; head -c 40000000 /dev/zero | tr '\\0' x | fold -w 3999; echo; echo done")
                .log(log));

        assertThat(log.toFile()).satisfies(file -> assertThat(file.length()).isBetween(33_000_000L, 36_000_000L));
        assertThat(Files.readString(log))
                .startsWith("begun\nxxx")
                .containsPattern("x\n… [1-9][0-9]* lines are left out here: this is too much for a log\nx")
                .endsWith("xxx\ndone\n");
    }

    @Test
    void the_environment_is_minimal_unless_ours_is_asked_for() {
        assertThat(executor.run(Command.of("env").environment("PGHOST", "db"))
                        .output()
                        .lines())
                .allMatch(line -> line.matches("(PATH|HOME|TZ|TMPDIR|LC_ALL|PGHOST)=.*"))
                .contains("LC_ALL=C.UTF-8", "PGHOST=db");
        assertThat(executor.run(Command.of("env").inheritEnvironment()).output())
                .isNotEmpty()
                .doesNotContain("PGHOST=db");
    }

    @Test
    void streams_and_files_go_through_it() throws IOException {
        Path file = Files.writeString(folder.resolve("in"), "from a file");
        Path out = folder.resolve("out");

        executor.run(Command.of("cat").input(file).output(out));
        assertThat(out).hasContent("from a file");

        executor.run(Command.of("tr")
                .arguments("a-z", "A-Z")
                .input(new ByteArrayInputStream("from a stream".getBytes(StandardCharsets.UTF_8)))
                .output(Files.newOutputStream(out)));
        assertThat(out).hasContent("FROM A STREAM");

        assertThat(executor.run(Command.of("pwd").folder(folder)).output())
                .isEqualTo(folder.toRealPath().toString());
        assertThat(executor.run(Command.of("cat")).output()).isEmpty();
    }

    @Test
    void output_of_any_size_is_passed_on_without_being_kept() {
        AtomicLong bytes = new AtomicLong();
        long before = used();
        AtomicLong most = new AtomicLong();

        executor.run(Command.of("head").arguments("-c", "200M", "/dev/zero").output(new OutputStream() {
            @Override
            public void write(int b) {
                bytes.incrementAndGet();
            }

            @Override
            public void write(byte[] b, int off, int len) {
                if (bytes.getAndAdd(len) >> 24 != bytes.get() >> 24) {
                    most.accumulateAndGet(used() - before, Math::max);
                }
            }
        }));

        assertThat(bytes).hasValue(200L << 20);
        assertThat(most.get()).isLessThan(20L << 20);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void the_time_limit_ends_what_it_started_too() throws IOException {
        Path pids = folder.resolve("pids");
        // A child that will not go when it is asked to, and its child.
        String script = "bash -c 'trap \"\" TERM; sleep 1000 & echo $$ $! > " + pids + "; wait' & wait";

        assertThatThrownBy(() -> executor.run(bash(script).timeLimit(Duration.ofMillis(1500))))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage(
                        "bash did not end within 1500 ms and was ended, with all that it started\nHINT: ask the test");

        assertThat(Files.readString(pids).strip().split(" "))
                .hasSize(2)
                .allSatisfy(pid -> assertThat(isRunning(Long.parseLong(pid))).isFalse());
    }

    @Test
    void output_that_cannot_be_taken_ends_the_program() {
        assertThatThrownBy(() -> executor.run(Command.of("yes").output(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("No space left on device");
                    }
                })))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage(
                        "the output of yes was cut, so it was ended: No space left on device\n"
                                + "HINT: look for space and permissions where it goes, and for the health of where it comes from");
    }

    @Test
    void input_that_breaks_is_not_taken_for_a_whole_one() {
        InputStream broken = new InputStream() {
            private int left = 100;

            @Override
            public int read() throws IOException {
                if (left-- > 0) {
                    return 'a';
                }
                throw new IOException("the object was altered");
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                b[off] = (byte) read();
                return 1;
            }
        };
        Path done = folder.resolve("done");

        assertThatThrownBy(() ->
                        executor.run(bash("cat > /dev/null; touch " + done).input(broken)))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith("the input of bash was cut, so it was ended: the object was altered\nHINT: ");
        assertThat(done).doesNotExist();
    }

    @Test
    void a_program_that_reads_no_further_is_no_failure_of_the_input() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return '\n';
            }
        };

        assertThat(executor.run(bash("head -c 5 > /dev/null; echo enough").input(endless))
                        .output())
                .isEqualTo("enough");
    }

    @Test
    void an_interrupt_ends_the_program() {
        Path pid = folder.resolve("pid");
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<CommandResult> run = CompletableFuture.supplyAsync(() -> {
            thread.complete(Thread.currentThread());
            return executor.run(bash("echo $$ > " + pid + "; exec sleep 1000"));
        });
        Awaitility.await()
                .until(() -> Files.exists(pid) && !Files.readString(pid).isEmpty());

        thread.join().interrupt();

        assertThatThrownBy(run::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("bash was ended, since this program was asked to stop\nHINT: run the same command again");
        assertThat(isRunning(Long.parseLong(read(pid)))).isFalse();
    }

    @Test
    void the_end_of_the_application_ends_the_program() {
        Path pid = folder.resolve("pid");
        CompletableFuture<CommandResult> run =
                CompletableFuture.supplyAsync(() -> executor.run(bash("echo $$ > " + pid + "; exec sleep 1000")));
        Awaitility.await()
                .until(() -> Files.exists(pid) && !Files.readString(pid).isEmpty());

        executor.close();

        assertThatThrownBy(run::join).cause().isInstanceOf(AbortingFailure.class);
        assertThat(isRunning(Long.parseLong(read(pid)))).isFalse();
        assertThatThrownBy(() -> executor.run(Command.of("true"))).isInstanceOf(AbortingFailure.class);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
