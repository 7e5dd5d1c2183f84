package io.catwing.productimages;

import io.catwing.client.Client;
import io.catwing.failure.PrintableText;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What became of one client's images in one run. Safe for use by several threads. */
final class ImageCounters {

    /** Images in a row that a server did not answer for, after which it is not asked for more. */
    private static final int SILENT = 3;

    private static final int TOLD = 3;

    /** @param reason with its HINT */
    record Failed(ImageRequest image, String reason) {
        Failed {
            reason = PrintableText.message(reason);
        }
    }

    private final Client client;
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong unchanged = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<Failed> failed = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> silent = new ConcurrentHashMap<>();
    private volatile String leftOut;

    ImageCounters(Client client) {
        this.client = client;
    }

    Client client() {
        return client;
    }

    void stored(long length) {
        stored.incrementAndGet();
        bytes.addAndGet(length);
    }

    void unchanged() {
        unchanged.incrementAndGet();
    }

    void failed(ImageRequest image, String reason) {
        failed.add(new Failed(image, reason));
    }

    /** What the ERP itself has is not asked for. @param reason with its HINT */
    void leftOut(String reason) {
        leftOut = reason;
    }

    boolean isLeftOut() {
        return leftOut != null;
    }

    /** All attempts for an image went unanswered. @param server its scheme, host and port */
    void silent(String server) {
        silent.computeIfAbsent(server, s -> new AtomicInteger()).incrementAndGet();
    }

    void answered(String server) {
        if (!isGivenUp(server)) {
            silent.remove(server);
        }
    }

    boolean isGivenUp(String server) {
        AtomicInteger times = silent.get(server);
        return times != null && times.get() >= SILENT;
    }

    /** By product. */
    List<Failed> failures() {
        return failed.stream()
                .sorted(Comparator.comparing(f -> f.image().productId()))
                .toList();
    }

    /**
     * One for all images. Some that failed do not make a run fail, for an ERP always has some; that all did, or that a
     * server is silent, does.
     */
    StepResult outcome() {
        List<Failed> failures = failures();
        long fine = stored.get() + unchanged.get();
        String givenUp =
                silent.keySet().stream().filter(this::isGivenUp).sorted().collect(Collectors.joining(", "));
        boolean broken = isLeftOut() || !failures.isEmpty() && fine == 0 || !givenUp.isEmpty();
        Outcome outcome = broken
                ? Outcome.FAILED
                : stored.get() == 0 && failures.isEmpty() ? Outcome.ALREADY_THERE : Outcome.DONE;
        String message =
                isLeftOut() || failures.isEmpty() ? leftOut : message(failures, fine + failures.size(), givenUp);
        return new StepResult(
                PlanImages.STAGE,
                client.id(),
                PlanImages.FETCH,
                null,
                outcome,
                stored.get(),
                failures.size(),
                bytes.get(),
                message);
    }

    private static String message(List<Failed> failures, long all, String givenUp) {
        StringBuilder text = new StringBuilder();
        text.append(failures.size()).append(" of ").append(all).append(" images failed");
        if (!givenUp.isEmpty()) {
            text.append(", and ")
                    .append(givenUp)
                    .append(" was given up after ")
                    .append(SILENT)
                    .append(" in a row");
        }
        for (Failed one : failures.subList(0, Math.min(TOLD, failures.size()))) {
            text.append("\n  product ").append(one.image().productId()).append(": ");
            text.append(one.reason().lines().findFirst().orElse(""));
        }
        if (failures.size() > TOLD) {
            text.append("\n  and ").append(failures.size() - TOLD).append(" more");
        }
        return text.append("\nHINT: ops.product_image_failure has each with its hint; those that are right by then are")
                .append(" fetched by the next run")
                .toString();
    }
}
