package io.catwing.service.alerts;

import io.catwing.failure.Health;
import io.catwing.postgres.SqlFile;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Fails while a receiver of alerts has not taken a message. */
@Component
@ConditionalOnWebApplication
class AlertHealth extends Health {
    private final Receivers receivers;
    private final JdbcClient jdbc;

    AlertHealth(Receivers receivers, JdbcClient jdbc) {
        super("alerts", "it cannot be read who was told");
        this.receivers = receivers;
        this.jdbc = jdbc;
    }

    private List<String> unsent() {
        return receivers.all().isEmpty()
                ? List.of()
                : jdbc.sql(SqlFile.read("alerts/list-unsent"))
                        .param("receivers", receivers.all().keySet())
                        .query((row, number) ->
                                row.getString(1) + " was not told of " + row.getLong(2) + ": " + row.getString(3))
                        .list();
    }

    @Override
    public Optional<String> problem() {
        List<String> unsent = unsent();
        return unsent.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("\n", unsent)
                        + "\nHINT: it is tried again; ./catwing alerts test tries all receivers");
    }
}
