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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What became of one client's images in one run. Safe for use by several threads. */
final class ImageCounters {

    /** Images in a row that a server did not answer for, after which it is not asked for more. */
    private static final int SILENT = 3;

    /** The same where errors of its own are among them: some images may be broken for ever, but hardly so many neighbours. */
    private static final int ERRING = 20;

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
    private final Map<String, Row> rows = new ConcurrentHashMap<>();
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

    /**
     * All attempts for an image failed.
     *
     * @param server its scheme, host and port
     * @param erred the last one by an error that may be the image's own
     */
    void unanswered(String server, boolean erred) {
        rows.compute(server, (s, row) -> row != null && row.givenUp() ? row : Row.after(row, erred));
    }

    /** A row ends with any answer about an image, though it be that there is none. */
    void answered(String server) {
        rows.computeIfPresent(server, (s, row) -> row.givenUp() ? row : null);
    }

    boolean isGivenUp(String server) {
        Row row = rows.get(server);
        return row != null && row.givenUp();
    }

    /** Images that failed in a row at one server. @param silent those of them that it said nothing about */
    private record Row(int images, int silent) {
        static Row after(Row before, boolean erred) {
            return new Row(
                    (before == null ? 0 : before.images) + 1, (before == null ? 0 : before.silent) + (erred ? 0 : 1));
        }

        boolean givenUp() {
            return silent >= SILENT || images >= ERRING;
        }
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
        String givenUp = rows.entrySet().stream()
                .filter(row -> row.getValue().givenUp())
                .map(row ->
                        row.getKey() + " was given up after " + row.getValue().images() + " in a row")
                .sorted()
                .collect(Collectors.joining(", "));
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
            text.append(", and ").append(givenUp);
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
