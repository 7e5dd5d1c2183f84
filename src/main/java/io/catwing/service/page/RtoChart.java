package io.catwing.service.page;

import io.catwing.recover.RecoveryHistory.Recovered;
import io.catwing.recover.RecoveryJob.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How long good recoveries took over time, a line a kind; drawn by the template as SVG.
 *
 * @param top seconds at its upper edge
 * @param from time at its left edge
 * @param to time at its right edge
 */
record RtoChart(List<Line> lines, String top, String from, String to) {
    static final int WIDTH = 600;
    static final int HEIGHT = 160;

    /** @param kind fast or full @param points of a polyline */
    record Line(String kind, String points, List<Dot> dots) {}

    /** @param says when, what and how long */
    record Dot(long x, long y, String says) {}

    /** @return null where nothing is good yet */
    static RtoChart of(List<Recovered> all) {
        List<Recovered> good = all.stream()
                .filter(Recovered::good)
                .sorted(Comparator.comparing(Recovered::startedAt))
                .toList();
        if (good.isEmpty()) {
            return null;
        }
        Instant from = good.get(0).startedAt();
        Instant to = good.get(good.size() - 1).startedAt();
        double span = Math.max(1, Duration.between(from, to).toMillis());
        double top = Math.max(
                1, good.stream().mapToDouble(Recovered::rtoSeconds).max().orElse(1));
        List<Line> lines = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<Dot> dots = good.stream()
                    .filter(one -> one.kind() == kind)
                    .map(one -> new Dot(
                            Math.round(WIDTH
                                    * Duration.between(from, one.startedAt()).toMillis()
                                    / span),
                            Math.round(HEIGHT - HEIGHT * one.rtoSeconds() / top),
                            Ages.utc(one.startedAt()) + ", " + name(kind) + ": " + seconds(one.rtoSeconds())))
                    .toList();
            if (!dots.isEmpty()) {
                String points =
                        dots.stream().map(dot -> dot.x() + "," + dot.y()).collect(Collectors.joining(" "));
                lines.add(new Line(name(kind), points, dots));
            }
        }
        return new RtoChart(lines, seconds(top), Ages.utc(from), Ages.utc(to));
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
