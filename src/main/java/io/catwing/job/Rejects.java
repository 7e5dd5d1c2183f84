package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.postgres.SqlFile;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The records that were kept with a reason because they could not be mapped. */
@Component
public class Rejects {
    private final JdbcClient jdbc;

    public Rejects(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One of them.
     *
     * @param position in the file's array, from 0
     * @param field a JSON Pointer into the record
     * @param record what the ERP sent
     */
    public record Reject(String rawKey, long position, String field, String reason, String record) {}

    /**
     * The newest first.
     *
     * @param entity null for all
     */
    public List<Reject> newest(List<ClientId> clients, Entity entity, int rows) {
        return jdbc.sql(SqlFile.read("job/list-rejects"))
                .param("clients", clients.stream().map(ClientId::value).toArray(String[]::new))
                .param("entity", entity == null ? null : entity.toString())
                .param("rows", rows)
                .query((row, number) -> new Reject(
                        row.getString("raw_key"),
                        row.getLong("position"),
                        row.getString("field"),
                        row.getString("reason"),
                        row.getString("record")))
                .list();
    }
}
