package io.catwing.recover;

import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.postgres.SqlFile;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.recover.RawKeys.LedgerOf;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Why a drill's database and the live one cannot be compared: each is as good as the other, and made of something else. */
final class Apart {
    private final DatabaseServer server;
    private final RawKeys keys;
    private final SqlFolder sql;

    Apart(DatabaseServer server, RawKeys keys, SqlFolder sql) {
        this.server = server;
        this.keys = keys;
        this.sql = sql;
    }

    /** @return with a HINT; empty where both hold the same files and objects */
    Optional<String> loaded(DatabaseName scratch) {
        return files(scratch).or(() -> objects(scratch));
    }

    private Optional<String> files(DatabaseName scratch) {
        FirstKeys waiting = new FirstKeys(1);
        FirstKeys meanwhile = new FirstKeys(1);
        try (LedgerOf recovered = keys.ledger(scratch);
                LedgerOf held = keys.ledger(server.live())) {
            for (Client client : keys.clients()) {
                Set<RawKey> there = recovered.of(client, null).keySet();
                Set<RawKey> here = held.of(client, null).keySet();
                there.stream().filter(key -> !here.contains(key)).forEach(waiting::add);
                here.stream().filter(key -> !there.contains(key)).forEach(meanwhile::add);
            }
        }
        if (waiting.count() > 0) {
            return Optional.of(
                    server.live() + " has not loaded " + waiting.count() + " raw files that are in the bucket, "
                            + waiting.first().first() + " among them\nHINT: run ./catwing load, then the drill again");
        }
        return meanwhile.count() == 0
                ? Optional.empty()
                : Optional.of(server.live() + " has loaded " + meanwhile.count()
                        + " raw files while the drill was made, "
                        + meanwhile.first().first()
                        + " among them, so that the two cannot be compared\nHINT: run ./catwing drill again while"
                        + " nothing is loaded");
    }

    /** Workbooks, images and model runs. */
    private Optional<String> objects(DatabaseName scratch) {
        try (Connection here = server.connect(server.live());
                Connection there = server.connect(scratch);
                PreparedStatement held = here.prepareStatement(SqlFile.read("recover/list-lake-ledger"));
                PreparedStatement recovered = there.prepareStatement(SqlFile.read("recover/list-lake-ledger"))) {
            int count = 0;
            String first = null;
            for (Client client : keys.clients()) {
                Map<String, String> inLive = objects(held, client);
                Map<String, String> inScratch = objects(recovered, client);
                Map<String, String> either = new HashMap<>(inLive);
                either.putAll(inScratch);
                for (String object : either.keySet()) {
                    if (!inScratch.getOrDefault(object, "").equals(inLive.get(object))) {
                        count++;
                        first = first == null || object.compareTo(first) < 0 ? object : first;
                    }
                }
            }
            return count == 0
                    ? Optional.empty()
                    : Optional.of(server.live() + " has not loaded " + count
                            + " workbooks, images or model runs, or has loaded them while the drill was made, " + first
                            + " among them, so that the two cannot be compared\nHINT: run ./catwing load, then the drill again"
                            + " while nothing is loaded");
        } catch (SQLException broken) {
            throw DatabaseServer.failed("what " + server.live() + " and " + scratch + " hold cannot be read", broken);
        }
    }

    /** ETags by stage and key. */
    private static Map<String, String> objects(PreparedStatement list, Client client) throws SQLException {
        list.setString(1, client.id().value());
        Map<String, String> objects = new HashMap<>();
        try (ResultSet rows = list.executeQuery()) {
            while (rows.next()) {
                objects.put(rows.getString(1), rows.getString(2));
            }
        }
        return objects;
    }

    /** Whether the live database is yet to derive, is at it, or did so by other SQL files, such as those of the version before. */
    boolean isLiveDeriving() {
        try (Connection live = server.connect(server.live());
                PreparedStatement ask = live.prepareStatement(SqlFile.read("recover/ask-marks"))) {
            Array clients = live.createArrayOf(
                    "text",
                    keys.clients().stream().map(client -> client.id().value()).toArray());
            ask.setArray(1, clients);
            ask.setString(2, sql.checksum("enrich"));
            ask.setString(3, sql.checksum("stats"));
            try (ResultSet row = ask.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException broken) {
            throw DatabaseServer.failed("what " + server.live() + " is yet to derive cannot be read", broken);
        }
    }
}
