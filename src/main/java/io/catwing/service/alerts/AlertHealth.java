package io.catwing.service.alerts;

import io.catwing.failure.PrintableText;
import io.catwing.postgres.SqlFile;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Fails while a receiver of alerts has not taken a message. */
@Component
@ConditionalOnWebApplication
class AlertHealth extends AbstractHealthCheck {
    private final Receivers receivers;
    private final JdbcClient jdbc;

    AlertHealth(Receivers receivers, JdbcClient jdbc) {
        super("catwing", "alerts");
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
    public boolean isLiveness() {
        // A restart would not make a receiver answer.
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        try {
            List<String> unsent = unsent();
            if (unsent.isEmpty()) {
                builder.up();
            } else {
                builder.message(PrintableText.message(String.join("\n", unsent)
                                + "\nHINT: it is tried again; ./catwing alerts test tries all receivers"))
                        .down();
            }
        } catch (DataAccessException gone) {
            builder.message(PrintableText.message("it cannot be read who was told: " + gone.getMessage()))
                    .down();
        }
    }
}
