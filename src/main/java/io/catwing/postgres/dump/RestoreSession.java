package io.catwing.postgres.dump;

import io.catwing.failure.AbortingFailure;
import io.catwing.postgres.DatabaseAddress;
import io.catwing.postgres.RestoreRole;
import io.catwing.postgres.Sessions;
import io.catwing.postgres.SqlFile;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.util.PasswordUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a new, empty database as a role that owns nothing else and may create objects only there: a dump's
 * statements run with its rights. That is the configured role, otherwise one that is created for this restore and
 * dropped afterwards, otherwise, if the application's role may not create any, the application's own. In the end
 * everything that was created is handed over to the application's role.
 */
public final class RestoreSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreSession.class);
    private static final String CONNECT_SECONDS = "10";
    private static final String HINT = "docs/reference/roles.sql makes the roles that a recovery needs";

    private final Connection application;
    private final Connection restoring;
    private final String role;
    private final boolean made;
    private final String note;
    private final Opening opening;
    private final List<Connection> more = new ArrayList<>();

    private RestoreSession(Connection application, Opening opening, String role, boolean made, String note)
            throws SQLException {
        this.application = application;
        this.opening = opening;
        this.restoring = opening.open();
        this.role = role;
        this.made = made;
        this.note = note;
    }

    /** Connects as the role that restores. */
    private interface Opening {
        Connection open() throws SQLException;
    }

    /**
     * @param database address of the database that is filled, with the application's role, which owns it
     * @throws AbortingFailure when the named role cannot be used, or if a superuser would have to run the dump
     */
    public static RestoreSession open(DatabaseAddress database, RestoreRole named) throws SQLException {
        Connection application = connect(database.url(), database.user(), database.password());
        try {
            return named.isNamed() ? asNamed(application, database, named) : asMade(application, database);
        } catch (SQLException | RuntimeException failed) {
            try (application) {
                throw failed;
            }
        }
    }

    private static RestoreSession asNamed(Connection application, DatabaseAddress database, RestoreRole named)
            throws SQLException {
        try (PreparedStatement ask = application.prepareStatement(SqlFile.read("postgres/ask-given-role"))) {
            ask.setString(1, named.user());
            try (ResultSet row = ask.executeQuery()) {
                boolean there = row.next();
                if (!there || row.getBoolean(1) || !row.getBoolean(2)) {
                    throw new AbortingFailure(
                            "CATWING_RESTORE_USER " + named.user()
                                    + (!there
                                            ? " is no role of the server"
                                            : row.getBoolean(1)
                                                    ? " is a superuser, whom a dump must not command"
                                                    : " is a role whose things " + database.user()
                                                            + " may not take over"),
                            HINT);
                }
            }
        }
        String role = Names.quote(named.user());
        allow(application, role);
        try {
            Opening opening = () -> connect(database.url(), named.user(), named.password());
            return new RestoreSession(application, opening, role, false, null);
        } catch (SQLException refused) {
            throw new AbortingFailure(
                    "CATWING_RESTORE_USER " + named.user() + " cannot use the new database: " + refused.getMessage(),
                    "check CATWING_RESTORE_PASSWORD, and that pg_hba.conf lets the role in; " + HINT,
                    refused);
        }
    }

    private static RestoreSession asMade(Connection application, DatabaseAddress database) throws SQLException {
        boolean superuser;
        boolean maymake;
        String role;
        try (Statement sql = application.createStatement();
                ResultSet row = sql.executeQuery(SqlFile.read("postgres/ask-role"))) {
            row.next();
            superuser = row.getBoolean(1);
            maymake = superuser || row.getBoolean(2);
            role = "catwing_restore_" + row.getLong(4);
        }
        String why = "may make no roles, and CATWING_RESTORE_USER is not set";
        if (maymake) {
            String password = HexFormat.of().formatHex(random());
            try (Statement sql = application.createStatement()) {
                dropLeftovers(sql);
                make(sql, role, password);
            }
            allow(application, role);
            try {
                Opening opening = () -> connect(database.url(), role, password);
                return new RestoreSession(application, opening, role, true, null);
            } catch (SQLException refused) {
                drop(application, role);
                why = "may make roles, but the server does not let a new one in (" + refused.getMessage() + ")";
            }
        }
        if (superuser) {
            throw new AbortingFailure(
                    database.user() + " is a superuser, whom a dump must not command, and " + why,
                    "set CATWING_RESTORE_USER and CATWING_RESTORE_PASSWORD; " + HINT);
        }
        return new RestoreSession(
                application,
                () -> connect(database.url(), database.user(), database.password()),
                Names.quote(database.user()),
                false,
                "the dump was restored with the rights of " + database.user()
                        + ", which owns the live database, too: it " + why + "; " + HINT);
    }

    private static byte[] random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** The password itself is not sent: a server may log statements. */
    private static void make(Statement sql, String role, String password) throws SQLException {
        String verifier = PasswordUtil.encodePassword(role, password.toCharArray(), "scram-sha-256");
        sql.execute(SqlFile.read("postgres/create-role", Map.of("role", role, "verifier", verifier)));
        sql.execute(SqlFile.read("postgres/grant-role", Map.of("role", role)));
    }

    private static void dropLeftovers(Statement sql) throws SQLException {
        List<String> leftovers = new ArrayList<>();
        try (ResultSet rows = sql.executeQuery(SqlFile.read("postgres/list-leftover-roles"))) {
            while (rows.next()) {
                leftovers.add(rows.getString(1));
            }
        }
        for (String role : leftovers) {
            try {
                sql.execute(SqlFile.read("postgres/drop-role", Map.of("role", role)));
            } catch (SQLException anothers) {
                LOG.info("the role {} of a restore that was ended stays: {}", role, anothers.getMessage());
            }
        }
    }

    private static void allow(Connection application, String role) throws SQLException {
        run(application, "postgres/allow-restore", role);
    }

    private static void run(Connection application, String file, String role) throws SQLException {
        try (Statement sql = application.createStatement()) {
            sql.execute(SqlFile.read(file, Map.of("database", Names.quote(application.getCatalog()), "role", role)));
        }
    }

    private static void drop(Connection application, String role) throws SQLException {
        run(application, "postgres/hand-over", role);
        run(application, "postgres/drop-role", role);
    }

    private static Connection connect(String url, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        properties.setProperty("ApplicationName", "catwing restore");
        return Sessions.open(url, properties);
    }

    /** As the role that restores. */
    public Connection connection() {
        return restoring;
    }

    /** Another one, for several sessions that restore; closed with this. */
    public synchronized Connection another() throws SQLException {
        Connection another = opening.open();
        more.add(another);
        return another;
    }

    /** What a person should know of the role; empty if all is as it should be. */
    public Optional<String> note() {
        return Optional.ofNullable(note);
    }

    /** Ends the role's sessions, and makes the application's role the owner of everything that was created. */
    @Override
    public synchronized void close() throws SQLException {
        try (application) {
            for (Connection one : more) {
                one.close();
            }
            restoring.close();
            if (made) {
                drop(application, role);
            } else if (note == null) {
                run(application, "postgres/hand-over", role);
            }
        }
    }
}
