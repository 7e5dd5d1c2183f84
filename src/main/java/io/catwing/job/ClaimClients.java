package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.failure.AbortingFailure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One run at a time fetches a client's data, in whatever process: whoever comes second leaves the client out. Called first
 * by the routes of runs that fetch.
 */
@Component
public class ClaimClients {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimClients.class);

    private final Runs runs;
    private final Claims claims;
    private final Calendar calendar;

    ClaimClients(Runs runs, Claims claims, Calendar calendar) {
        this.runs = runs;
        this.claims = claims;
        this.calendar = calendar;
    }

    /**
     * Makes the body the job of the clients that nobody else works on.
     *
     * @throws AbortingFailure where a person asked, and there is none
     */
    public void claim(Exchange exchange) {
        Job job = exchange.getMessage().getBody(Job.class);
        calendar.refuseUnfinished(job);
        runs.claim(exchange, job.run());
        Set<String> taken = Runs.begins(() -> claims.take(
                Claims.Kind.CLIENT, job.clients().stream().map(ClientId::value).toList(), job.run()));
        Map<Boolean, List<ClientId>> all =
                job.clients().stream().collect(Collectors.partitioningBy(client -> taken.contains(client.value())));
        List<ClientId> mine = all.get(true);
        List<ClientId> others = all.get(false);
        List<StepResult> leftOut = List.of();
        if (!others.isEmpty()) {
            String fact =
                    others.size() + " of " + job.clients().size() + " clients are being fetched by " + runs.others();
            LOG.info("run {}: left out, {}: {}", job.run(), fact, first(others));
            if (job.typed()) {
                String hint = "wait until it has ended, then run the same command again";
                if (mine.isEmpty()) {
                    throw new AbortingFailure(fact, hint);
                }
                leftOut = others.stream()
                        .map(client -> StepResult.failed("run", client, "fetch", null, fact + "\nHINT: " + hint))
                        .toList();
            }
        }
        exchange.setVariable("leftOut", leftOut);
        exchange.getMessage().setBody(job.clients(mine));
    }

    private static List<ClientId> first(List<ClientId> clients) {
        return clients.subList(0, Math.min(10, clients.size()));
    }
}
