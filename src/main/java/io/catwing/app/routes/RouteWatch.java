package io.catwing.app.routes;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.catwing.client.yaml.Problem;
import io.catwing.failure.PrintableText;
import io.catwing.failure.RepeatedTask;
import java.util.ArrayList;
import java.util.HashMap;
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

    /** The text of what was refused, by file, so that it is reported once. */
    private Map<String, String> refused = new HashMap<>();

    public RouteWatch(UserRoutes routes) {
        this.routes = routes;
    }

    /** Polls every two seconds, until it is closed. */
    public void start() {
        String failed = "the folder of routes " + routes.folder() + " could not be looked at";
        thread.scheduleWithFixedDelay(new RepeatedTask(failed, this::look), SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    /** Updates the running routes to the folder's content. Mistakes are reported once, and the running route stays. */
    public void look() {
        RouteFiles read = RouteFiles.read(routes.folder());
        Map<String, RouteFile> there = UserRoutes.byId(read.files());
        List<RouteFile> changed = read.files().stream()
                .filter(file -> !runs(file))
                .filter(file -> !file.text().equals(refused.get(file.id())))
                .toList();
        Map<String, String> wrong = new HashMap<>(refused);
        wrong.keySet().removeIf(id -> there.containsKey(id) && runs(there.get(id)));
        List<Problem> problems = new ArrayList<>(read.problems());
        boolean sound = changed.isEmpty();
        if (!sound) {
            List<Problem> found = routes.check(read.files());
            problems.addAll(found);
        }
        for (RouteFile file : changed) {
            List<Problem> its = problems.stream()
                    .filter(problem -> problem.file().equals(file.path()))
                    .toList();
            if (its.isEmpty()) {
                exchange(file, wrong);
            } else {
                wrong.put(file.id(), file.text());
                refuse(file, its.stream().map(Problem::toString).collect(Collectors.joining("\n")));
            }
        }
        tellFolder(read.problems(), wrong);
        // A file that cannot be read at this moment has not been deleted.
        routes.loaded().values().stream()
                .filter(file -> !there.containsKey(file.id()))
                .filter(file -> read.problems().stream()
                        .noneMatch(problem -> problem.file().equals(file.path())
                                || problem.file().equals(routes.folder())))
                .toList()
                .forEach(this::remove);
        refused = wrong;
    }

    private boolean runs(RouteFile file) {
        RouteFile running = routes.loaded().get(file.id());
        return running != null && running.text().equals(file.text());
    }

    private void exchange(RouteFile file, Map<String, String> wrong) {
        RouteFile before = routes.loaded().get(file.id());
        try {
            if (routes.exchange(file)) {
                wrong.remove(file.id());
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
            wrong.put(file.id(), file.text());
            refuse(file, PrintableText.printable(String.valueOf(e.getMessage()), 1000));
        }
    }

    private static void refuse(RouteFile file, String why) {
        LOG.error("{} is refused, and what ran goes on:\n{}", file.path(), why);
    }

    /** Files that are not YAML, and the folder itself. */
    private static void tellFolder(List<Problem> problems, Map<String, String> wrong) {
        wrong.keySet().removeIf(key -> key.startsWith("/") && problems.stream().noneMatch(p -> key.equals(key(p))));
        for (Problem problem : problems) {
            if (wrong.put(key(problem), problem.toString()) == null) {
                LOG.error("refused, and what ran goes on:\n{}", problem);
            }
        }
    }

    private static String key(Problem problem) {
        return "/" + problem;
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
