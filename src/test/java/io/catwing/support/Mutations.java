package io.catwing.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.catwing.client.Limits;
import io.catwing.failure.Failure;
import io.catwing.failure.PrintableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** Damage to bytes and texts, the same for each seed, and what must be true of whoever reads them. */
public final class Mutations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A case that has worked for longer hangs. */
    private static final Duration HANG = Duration.ofSeconds(60);

    /** One that waits for so long hangs, too. */
    private static final int MOST_MINUTES = 10;

    /** Of the thread that reads, in nanoseconds of its work. */
    private static volatile long caseBegan;

    private static final int[] NUMBERS = {
        0, 1, -1, 2, 7, 8, 127, 128, 255, 256, 65_535, 65_536, 1 << 24, 1 << 28, Integer.MAX_VALUE, Integer.MIN_VALUE
    };
    /** Words, and each sign between them. */
    public static final Pattern TOKEN = Pattern.compile("[\\p{Alnum}_.-]+|\\s+|.", Pattern.DOTALL);

    private static final Pattern CLASS_NAME = Pattern.compile("\\b(java|javax|org|com|io)\\.[a-z]+\\.[\\w.]*[A-Z]");

    private Mutations() {}

    /** One mutation is made and read: it returns where the input was taken, and throws a failure where it was refused. */
    @FunctionalInterface
    public interface Case {
        void read(SplittableRandom random) throws Exception;
    }

    /** @param refused by the beginning of the message */
    public record Counters(int taken, int refused, Map<String, Integer> reasons) {}

    /** How many are tried: as many as {@code -Dcatwing.mutations} says. @param build where it says nothing */
    public static int count(int build) {
        return Integer.getInteger("catwing.mutations", build);
    }

    /**
     * Reads so many mutations, each of a seed of its own. None may hang, end in anything but a {@link Failure} whose message
     * can be shown, allocate more than it may, or start a process.
     *
     * @param bytes that one case may allocate
     */
    public static Counters read(String what, long seed, int count, long bytes, Case one) {
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "mutations"));
        Map<String, Integer> reasons = new TreeMap<>();
        int refused = 0;
        long most = 0;
        try (Recording processes = new Recording()) {
            processes.enable("jdk.ProcessStart");
            processes.start();
            for (int i = 0; i < count; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                String name = what + " " + i;
                Measured measured = within(worker, name, () -> measured(one, random));
                if (measured.thrown() instanceof Failure failure) {
                    check(name, failure);
                    reasons.merge(beginning(failure.fact()), 1, Integer::sum);
                    refused++;
                } else if (measured.thrown() != null) {
                    throw new AssertionError(name + " ended in " + measured.thrown(), measured.thrown());
                }
                assertThat(measured.allocated())
                        .as("bytes allocated by %s", name)
                        .isLessThan(bytes);
                most = Math.max(most, measured.allocated());
            }
            assertThat(started(processes)).as("processes started").isEmpty();
        } finally {
            worker.shutdownNow();
        }
        if (count > 5000) {
            System.out.printf("%s: %d taken, %d refused, at most %,d bytes%n", what, count - refused, refused, most);
            reasons.forEach((reason, n) -> System.out.println(n + "\t" + reason));
        }
        return new Counters(count - refused, refused, reasons);
    }

    private record Measured(Throwable thrown, long allocated) {}

    private static Measured measured(Case one, SplittableRandom random) {
        caseBegan = THREADS.getCurrentThreadCpuTime();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Throwable thrown = null;
        try {
            one.read(random);
        } catch (Throwable any) {
            thrown = any;
        }
        return new Measured(thrown, THREADS.getCurrentThreadAllocatedBytes() - before);
    }

    /** Not by the clock alone: on a busy machine a second of work may take minutes. */
    private static <T> T within(ExecutorService worker, String name, Callable<T> work) {
        Future<T> future = worker.submit(work);
        for (int minutes = 1; ; minutes++) {
            try {
                return future.get(1, TimeUnit.MINUTES);
            } catch (TimeoutException slow) {
                Thread reader = Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("mutations"))
                        .findFirst()
                        .orElseThrow();
                long worked = THREADS.getThreadCpuTime(reader.getId());
                if (worked - caseBegan > HANG.toNanos() || minutes > MOST_MINUTES) {
                    throw new AssertionError(name + " hangs: " + Arrays.toString(reader.getStackTrace()), slow);
                }
            } catch (InterruptedException | ExecutionException broken) {
                throw new AssertionError(name, broken);
            }
        }
    }

    /** Short, printable where it is shown, with a next step, and without the words of a program. */
    public static void check(String name, Failure failure) {
        String message = failure.getMessage();
        assertThat(message)
                .as(name)
                .hasSizeLessThanOrEqualTo(Limits.MESSAGE)
                .contains("\nHINT: ")
                .doesNotContain("unforeseen", "Exception")
                .doesNotContainPattern(CLASS_NAME);
        String shown = PrintableText.message(message);
        assertThat(shown).as(name).isEqualTo(PrintableText.cleanLines(shown, Limits.MESSAGE));
    }

    private static String beginning(String fact) {
        String plain = fact.replaceAll("[^ -~]", "?").replaceAll("'[^']*'|[0-9]+", "_");
        return plain.substring(0, Math.min(70, plain.length()));
    }

    /** Commands of the processes that were started. */
    private static List<String> started(Recording processes) {
        processes.stop();
        try {
            Path file = Files.createTempFile("mutations", ".jfr");
            try {
                processes.dump(file);
                return RecordingFile.readAllEvents(file).stream()
                        .map(event -> event.getString("command"))
                        .toList();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static <T> T pick(SplittableRandom random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Bytes changed, lost, doubled, put in, or made a number of another size, at up to four places. */
    public static byte[] bytes(SplittableRandom random, byte[] sound) {
        byte[] bytes = sound.clone();
        for (int times = 1 + random.nextInt(4); times > 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(random.nextInt(4) == 0 ? bytes.length : 8));
            bytes = switch (random.nextInt(8)) {
                case 0 -> Arrays.copyOf(bytes, at);
                case 1 -> replaced(bytes, at, length, new byte[0]);
                case 2 -> replaced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
                case 3 -> replaced(bytes, at, 0, some(random, length));
                case 4 -> replaced(bytes, at, Math.min(4, length), number(random));
                case 5 -> {
                    Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0 : 0xff));
                    yield bytes;
                }
                default -> {
                    bytes[at] = (byte) random.nextInt(256);
                    yield bytes;
                }
            };
        }
        return bytes;
    }

    private static byte[] some(SplittableRandom random, int length) {
        byte[] some = new byte[length];
        random.nextBytes(some);
        return some;
    }

    /** In four bytes of either order. */
    private static byte[] number(SplittableRandom random) {
        int number = NUMBERS[random.nextInt(NUMBERS.length)];
        int ordered = random.nextBoolean() ? number : Integer.reverseBytes(number);
        return new byte[] {(byte) (ordered >> 24), (byte) (ordered >> 16), (byte) (ordered >> 8), (byte) ordered};
    }

    private static byte[] replaced(byte[] bytes, int at, int lost, byte[] by) {
        byte[] out = new byte[bytes.length - lost + by.length];
        System.arraycopy(bytes, 0, out, 0, at);
        System.arraycopy(by, 0, out, at, by.length);
        System.arraycopy(bytes, at + lost, out, at + by.length, bytes.length - at - lost);
        return out;
    }

    /** Parts of a text replaced, lost, doubled or exchanged, at up to three places. @param by what some are replaced by */
    public static String words(SplittableRandom random, String sound, Pattern part, List<String> by) {
        List<MatchResult> places = part.matcher(sound).results().toList();
        StringBuilder text = new StringBuilder(sound);
        int left = places.size();
        // From the end to the beginning, so that the places that are left stay where they are.
        for (int times = 1 + random.nextInt(3); times > 0 && left > 0; times--) {
            left = random.nextInt(left);
            MatchResult at = places.get(left);
            String other = pick(random, places).group();
            text.replace(
                    at.start(),
                    at.end(),
                    switch (random.nextInt(8)) {
                        case 0 -> "";
                        case 1 -> at.group() + other;
                        case 2 -> other;
                        default -> pick(random, by);
                    });
        }
        return text.toString();
    }

    /** How one part of something is changed. */
    @FunctionalInterface
    public interface Change<T> {
        T of(T part);
    }

    /** Parts changed, lost, doubled or exchanged with others, at up to four places. */
    public static <T> void parts(SplittableRandom random, List<T> parts, Change<T> change) {
        for (int times = 1 + random.nextInt(4); times > 0 && !parts.isEmpty(); times--) {
            int at = random.nextInt(parts.size());
            int other = random.nextInt(parts.size());
            switch (random.nextInt(8)) {
                case 0 -> parts.remove(at);
                case 1 -> parts.add(at, parts.get(other));
                case 2 -> parts.set(at, parts.set(other, parts.get(at)));
                case 3 -> parts.add(at, change.of(parts.get(at)));
                default -> parts.set(at, change.of(parts.get(at)));
            }
        }
    }
}
