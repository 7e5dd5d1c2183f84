package io.catwing.app.routes;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.catwing.client.yaml.Problem;
import io.catwing.failure.PrintableText;
import io.catwing.failure.RepeatedTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the folder of routes while a service runs. It compares contents, not times or events: a Kubernetes mount
 * replaces a link two folders away, and editors rename.
 */
public final class RouteWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);
    private static final long SECONDS = 2;
    private static final int SHOWN_LINES = 40;

    private final UserRoutes routes;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "catwing-routes"));

    /** The folder as it was last seen. */
    private RouteFiles seen = new RouteFiles(List.of(), List.of());

    /** What was said of each file that was refused, by id, so that it is said once. */
    private final Map<String, String> refused = new HashMap<>();

    /** Texts that no check refuses and Camel did, by id: to try one of them stops what runs in its place. */
    private final Map<String, String> refusedLate = new HashMap<>();

    /** An id or endpoint was given up since they were refused. */
    private boolean freed;

    public RouteWatch(UserRoutes routes) {
        this.routes = routes;
    }

    /** Polls every two seconds, until it is closed. */
    public void start() {
        RouteFiles.unread(routes.folder()).forEach(LOG::warn);
        String failed = "the folder of routes " + routes.folder() + " could not be looked at";
        thread.scheduleWithFixedDelay(new RepeatedTask(failed, this::look), SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    /** Updates the running routes to the folder's content. Mistakes are reported once, and the running route stays. */
    public void look() {
        RouteFiles read = RouteFiles.read(routes.folder());
        read.problems().stream()
                .filter(problem -> !seen.problems().contains(problem))
                .forEach(problem -> LOG.error("refused, and what ran goes on:\n{}", problem));
        // First, because a file that was renamed has the same steps and endpoint under another id.
        freed = removeGone(read);
        boolean changed = freed || !read.equals(seen);
        seen = read;
        Map<String, RouteFile> there = UserRoutes.byId(read.files());
        refused.keySet().removeIf(id -> !there.containsKey(id) || runs(there.get(id)));
        refusedLate.keySet().retainAll(refused.keySet());
        // What was refused may be right now that another file has changed.
        List<RouteFile> waiting = read.files().stream()
                .filter(file -> !runs(file))
                .filter(file -> changed || !refused.containsKey(file.id()))
                .toList();
        if (!waiting.isEmpty()) {
            take(waiting, routes.check(read.files()));
        }
    }

    private void take(List<RouteFile> waiting, List<Problem> problems) {
        List<RouteFile> sound = new ArrayList<>();
        for (RouteFile file : waiting) {
            String its = problems.stream()
                    .filter(problem -> problem.file().equals(file.path()))
                    .map(Problem::toString)
                    .collect(Collectors.joining("\n"));
            if (its.isEmpty()) {
                sound.add(file);
            } else {
                refuse(file, its);
            }
        }
        Map<Boolean, List<RouteFile>> late = sound.stream()
                .collect(Collectors.partitioningBy(file -> file.text().equals(refusedLate.get(file.id()))));
        Map<RouteFile, String> failed = exchange(late.get(false));
        // What one of them needed may have been given up by another that came after it.
        if (freed) {
            List<RouteFile> again = new ArrayList<>(late.get(true));
            again.addAll(failed.keySet());
            failed = exchange(again);
        }
        failed.forEach((file, why) -> {
            refuse(file, why);
            refusedLate.put(file.id(), file.text());
        });
    }

    private boolean runs(RouteFile file) {
        RouteFile running = routes.loaded().get(file.id());
        return running != null && running.text().equals(file.text());
    }

    /** Returns Camel's reasons why some of them cannot be made. */
    private Map<RouteFile, String> exchange(List<RouteFile> files) {
        Map<RouteFile, String> failed = new LinkedHashMap<>();
        for (RouteFile file : files) {
            RouteFile before = routes.loaded().get(file.id());
            try {
                if (routes.exchange(file)) {
                    refused.remove(file.id());
                    refusedLate.remove(file.id());
                    freed |= before != null && !OnlyOnce.names(file).containsAll(OnlyOnce.names(before));
                    LOG.info(
                            "route {} is {} {}:\n{}",
                            file.id(),
                            before == null ? "taken from" : "exchanged as edited in",
                            file.path(),
                            diff(before, file));
                } else {
                    LOG.warn("route {} is still at work; it is exchanged when that has ended", file.id());
                }
            } catch (Exception e) {
                failed.put(file, PrintableText.printable(String.valueOf(e.getMessage()), 1000));
            }
        }
        return failed;
    }

    private void refuse(RouteFile file, String why) {
        String said = file.text() + "\n" + why;
        if (!said.equals(refused.put(file.id(), said))) {
            LOG.error(
                    "{} is refused, and {}:\n{}",
                    file.path(),
                    routes.isThere(file.id()) ? "what ran goes on" : "no route " + file.id() + " runs",
                    why);
        }
    }

    /** Returns whether any route was taken away. */
    private boolean removeGone(RouteFiles read) {
        Map<String, RouteFile> there = UserRoutes.byId(read.files());
        // A file that cannot be read at this moment has not been deleted.
        List<RouteFile> gone = routes.loaded().values().stream()
                .filter(file -> !there.containsKey(file.id()))
                .filter(file -> read.problems().stream()
                        .noneMatch(problem -> problem.file().equals(file.path())
                                || problem.file().equals(routes.folder())))
                .toList();
        gone.forEach(this::remove);
        return !routes.loaded().values().containsAll(gone);
    }

    private void remove(RouteFile file) {
        try {
            if (routes.remove(file.id())) {
                LOG.info("route {} is gone with its file {}", file.id(), file.path());
            } else {
                LOG.warn("route {} is still at work; it is taken away when that has ended", file.id());
            }
        } catch (Exception e) {
            LOG.error("route {} could not be taken away", file.id(), e);
        }
    }

    private static String diff(RouteFile before, RouteFile after) {
        List<String> old = before == null ? List.of() : before.text().lines().toList();
        List<String> edited = after.text().lines().toList();
        return UnifiedDiffUtils.generateUnifiedDiff("before", "after", old, DiffUtils.diff(old, edited), 1).stream()
                .skip(2)
                .limit(SHOWN_LINES)
                .map(line -> PrintableText.printable(line, 200))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
