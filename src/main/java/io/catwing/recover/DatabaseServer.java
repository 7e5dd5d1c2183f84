package io.catwing.recover;

import io.catwing.app.ServerAddresses;
import io.catwing.failure.AbortingFailure;
import io.catwing.postgres.Sessions;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The server that holds the live database, seen from outside of that database, which may be gone. What is said of a
 * database is kept as its comment, so that it comes and goes with it and survives us.
 */
@Component
public class DatabaseServer {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseServer.class);
    private static final String CONNECT_SECONDS = "10";

    /** PostgreSQL's lock_not_available. */
    static final String LOCKED = "55P03";

    /** What to do about it. */
    static final String HELD = "end the session that holds a table there (pg_locks tells which: AccessExclusiveLock)";

    private final ServerAddresses servers;
    private final DatabaseName maintenance;

    public DatabaseServer(ServerAddresses servers, RecoverSettings settings) {
        this.servers = servers;
        this.maintenance = new DatabaseName(settings.maintenanceDatabase());
    }

    /** The database that all stages use. It need not exist. */
    public DatabaseName live() {
        return new DatabaseName(servers.database());
    }

    /**
     * A session of its own, in no pool. Close it. In the live database it waits some seconds for a lock, and no longer: whoever holds
     * a table there may be why it is recovered.
     *
     * @throws AbortingFailure when the database cannot be reached
     */
    public Connection connect(DatabaseName database) {
        Properties properties = new Properties();
        properties.setProperty("user", servers.user());
        properties.setProperty("password", servers.password());
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        properties.setProperty("ApplicationName", "catwing recover");
        try {
            Connection connection = Sessions.open(servers.jdbcUrlOf(database.value()), properties);
            if (database.value().equals(servers.database())) {
                limitWaiting(connection);
            }
            return connection;
        } catch (SQLException refused) {
            throw new AbortingFailure(
                    "the database " + database + " cannot be used as user " + servers.user() + ": "
                            + refused.getMessage(),
                    "see that the server runs and that the user may connect to this database",
                    refused);
        }
    }

    private static void limitWaiting(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set lock_timeout = '10s'");
        } catch (SQLException refused) {
            connection.close();
            throw refused;
        }
    }

    /** A session beside all databases that a recovery makes, renames or drops. Close it. */
    Connection connectBeside() {
        return connect(maintenance);
    }

    /** @throws AbortingFailure where the live database is the one that it would be renamed from: it could not be, which would be found at the very end */
    void checkBeside() {
        if (maintenance.equals(live())) {
            throw new AbortingFailure(
                    "databases are made and renamed from " + maintenance
                            + ", which is the live database and could not be switched away",
                    "set CATWING_RECOVER_MAINTENANCE_DATABASE to another one, such as template1");
        }
    }

    public boolean exists(DatabaseName database) {
        return asked("recover/find-database", database).isPresent();
    }

    /** Whether our role may give it another name. */
    boolean mayRename(DatabaseName database) {
        return asked("recover/ask-owner", database).map(Boolean::parseBoolean).orElse(false);
    }

    /** As SQL writes the role. */
    String owner(DatabaseName database) {
        return asked("recover/read-owner", database).orElseThrow();
    }

    /** Our role. */
    String user() {
        return servers.user();
    }

    /** Whether our role may make databases. */
    boolean mayCreate() {
        try (Connection connection = connectBeside();
                PreparedStatement ask = connection.prepareStatement(SqlFile.read("recover/ask-createdb"));
                ResultSet row = ask.executeQuery()) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException broken) {
            throw failed("the server cannot be asked about rights", broken);
        }
    }

    /** In bytes, 0 where there is none. */
    long size(DatabaseName database) {
        return asked("recover/measure-database", database).map(Long::parseLong).orElse(0L);
    }

    /** What was said of it last; empty where nothing was, or where there is none. */
    Optional<String> comment(DatabaseName database) {
        return asked("recover/read-comment", database);
    }

    /** Every database with its comment, empty where it has none. */
    SortedMap<DatabaseName, String> all() {
        SortedMap<DatabaseName, String> databases = new TreeMap<>();
        try (Connection connection = connectBeside();
                PreparedStatement list = connection.prepareStatement(SqlFile.read("recover/list-databases"));
                ResultSet rows = list.executeQuery()) {
            while (rows.next()) {
                databases.put(new DatabaseName(rows.getString(1)), rows.getString(2));
            }
            return databases;
        } catch (SQLException broken) {
            throw failed("the databases of the server cannot be listed", broken);
        }
    }

    /** With nothing in it, sorted and encoded as the live one where that is there. */
    void create(DatabaseName database) {
        String like = asked("recover/read-locale", live()).orElse("encoding 'UTF8'");
        change(
                "the database " + database + " cannot be made",
                SqlFile.read("recover/create-database", Map.of("database", database.quoted(), "like", like)));
    }

    void comment(DatabaseName database, String comment) {
        change(
                "the database " + database + " cannot be marked",
                SqlFile.read(
                        "recover/comment-database",
                        Map.of("database", database.quoted(), "comment", comment.replace("'", "''"))));
    }

    /**
     * Ends its sessions and waits for the server's own workers. Harmless where there is none.
     *
     * @throws AbortingFailure naming the sessions that stay in it and that our role may not end
     */
    public void drop(DatabaseName database) {
        String sql = SqlFile.read("recover/drop-database", Map.of("database", database.quoted()));
        try {
            new ExclusiveUse(this).run(List.of(database), connection -> {
                try (var statement = connection.createStatement()) {
                    statement.execute(sql);
                }
            });
        } catch (SQLException broken) {
            throw failed("the database " + database + " cannot be dropped", broken);
        }
    }

    /** @return why it is still there, for a person; empty where it is gone */
    Optional<String> tryToDrop(DatabaseName database) {
        try {
            drop(database);
            return Optional.empty();
        } catch (AbortingFailure held) {
            LOG.warn("{} is still there: {}", database, held.getMessage());
            return Optional.of(database + " is still there: " + held.getMessage());
        }
    }

    private Optional<String> asked(String sql, DatabaseName database) {
        try (Connection connection = connectBeside();
                PreparedStatement ask = connection.prepareStatement(SqlFile.read(sql))) {
            ask.setString(1, database.value());
            try (ResultSet rows = ask.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException broken) {
            throw failed("the server cannot be asked about the database " + database, broken);
        }
    }

    private void change(String fact, String sql) {
        try (Connection connection = connectBeside();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException broken) {
            throw failed(fact, broken);
        }
    }

    static AbortingFailure failed(String fact, SQLException broken) {
        String state = String.valueOf(broken.getSQLState());
        return new AbortingFailure(
                fact + ": " + broken.getMessage(),
                switch (state) {
                    case "42501" -> "the user needs CREATEDB, and must own the live database";
                    case LOCKED -> HELD + ", then run the same command again; nothing was switched";
                    case "53100" -> "the disk of the server is full; make room and run the same command again";
                    default -> "see that the server runs, then run the same command again; nothing was switched";
                },
                broken);
    }
}
