package io.catwing.service;

import io.catwing.failure.PrintableText;
import io.catwing.postgres.SqlFile;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** {@code ops.audit}: who had the service change something, when, from where, and what came of it. */
@Component
@ConditionalOnWebApplication
public class Audit {
    private static final int LONGEST_COMMAND = 1000;

    private final JdbcClient jdbc;

    Audit(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Before it is done: what cannot be written down is not done. @return the row's id */
    public UUID begin(String who, String source, String command) {
        return jdbc.sql(SqlFile.read("service/begin-audit"))
                .param("who", who)
                .param("source", source)
                .param("command", PrintableText.clean(command, LONGEST_COMMAND))
                .query(UUID.class)
                .single();
    }

    public void end(UUID id, int exit) {
        jdbc.sql(SqlFile.read("service/end-audit"))
                .param("id", id)
                .param("exit", exit)
                .update();
    }
}
