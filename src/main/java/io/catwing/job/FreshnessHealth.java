package io.catwing.job;

import io.catwing.failure.Health;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Fails when the database lacks more finished days of a client than {@code CATWING_DAILY_BEHIND}, and names the clients. */
@Component
public class FreshnessHealth extends Health {
    private static final int NAMED = 5;

    private final Freshness freshness;
    private final int most;

    public FreshnessHealth(Freshness freshness, @Value("${catwing.daily.behind:3}") int most) {
        super("freshness", "how far behind clients are cannot be read");
        this.freshness = freshness;
        this.most = most;
    }

    @Override
    public Optional<String> problem() {
        List<String> stale = freshness.daysBehind().entrySet().stream()
                .filter(client -> client.getValue().orElse(0) > most)
                .map(client -> client.getKey() + " by " + client.getValue().getAsLong() + " days")
                .toList();
        return stale.isEmpty()
                ? Optional.empty()
                : Optional.of("clients are behind: "
                        + stale.stream().limit(NAMED).collect(Collectors.joining(", "))
                        + (stale.size() > NAMED ? " and " + (stale.size() - NAMED) + " more" : "")
                        + "\nHINT: ./catwing status says what failed or is missing");
    }
}
