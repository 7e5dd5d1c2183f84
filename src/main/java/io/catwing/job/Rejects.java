package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.postgres.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.RowCallbackHandler;
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
                .param("clients", values(clients))
                .param("entity", value(entity))
                .param("rows", rows)
                .query((row, number) -> reject(row))
                .list();
    }

    /**
     * Those that were rejected for one reason.
     *
     * @param reason without the value of the single record
     * @param newest business date
     * @param examples of the newest
     */
    public record Reason(
            ClientId client, Entity entity, String reason, long records, LocalDate newest, List<Reject> examples) {}

    /**
     * The most frequent first.
     *
     * @param entity null for all
     * @param examples of each, at most
     */
    public List<Reason> reasons(List<ClientId> clients, Entity entity, int examples, int rows, long skip) {
        List<Reason> reasons = new ArrayList<>();
        jdbc.sql(SqlFile.read("job/list-reject-reasons"))
                .param("clients", values(clients))
                .param("entity", value(entity))
                .param("examples", examples)
                .param("rows", rows)
                .param("skip", skip)
                .query((RowCallbackHandler) row -> {
                    Reason next = new Reason(
                            new ClientId(row.getString("client_id")),
                            Entity.parse(row.getString("entity")),
                            row.getString("fact"),
                            row.getLong("records"),
                            row.getObject("newest", LocalDate.class),
                            new ArrayList<>());
                    Reason last = reasons.isEmpty() ? null : reasons.get(reasons.size() - 1);
                    if (last == null || !isSame(last, next)) {
                        reasons.add(next);
                        last = next;
                    }
                    last.examples().add(reject(row));
                });
        return reasons;
    }

    private static boolean isSame(Reason one, Reason other) {
        return one.client().equals(other.client())
                && one.entity() == other.entity()
                && one.reason().equals(other.reason());
    }

    private static Reject reject(ResultSet row) throws SQLException {
        return new Reject(
                row.getString("raw_key"),
                row.getLong("position"),
                row.getString("field"),
                row.getString("reason"),
                row.getString("record"));
    }

    private static String[] values(List<ClientId> clients) {
        return clients.stream().map(ClientId::value).toArray(String[]::new);
    }

    private static String value(Entity entity) {
        return entity == null ? null : entity.toString();
    }
}
