package io.catwing.daily;

import io.catwing.client.Client;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.run.RunId;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the timer orders: the business day that ended last, of everything. Called by the route fetch-yesterday. */
@Component
public class Yesterday {
    private final Clients clients;
    private final ZoneId zone;

    public Yesterday(Clients clients, @Value("${catwing.daily.time-zone}") ZoneId zone) {
        this.clients = clients;
        this.zone = zone;
    }

    public DailyOrder everything() {
        LocalDate yesterday = LocalDate.now(zone).minusDays(1);
        return new DailyOrder(
                RunId.next(),
                "timer",
                clients.all().stream().map(Client::id).toList(),
                List.of(Entity.values()),
                yesterday,
                yesterday,
                false,
                false,
                false,
                0);
    }
}
