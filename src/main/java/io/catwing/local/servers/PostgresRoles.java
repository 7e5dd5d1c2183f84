package io.catwing.local.servers;

import io.catwing.postgres.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The roles of the embedded server, each with its own password. {@code postgres} is the superuser and used only
 * here; {@code catwing} loads, reads and creates databases; {@code catwing_restore} runs restores, and owns only
 * the database that it fills.
 */
final class PostgresRoles {
    static final String DATABASE = "catwing";
    static final String APPLICATION = "catwing";
    static final String RESTORE = "catwing_restore";

    private static final String SUPERUSER = "postgres";
    private static final String WRONG_PASSWORD = "28P01";

    private final Home home;
    private final int port;

    PostgresRoles(Home home, int port) {
        this.home = home;
        this.port = port;
    }

    static String superuserSecret(Home home) {
        return home.secret("postgres");
    }

    static String applicationSecret(Home home) {
        return home.secret("database");
    }

    static String restoreSecret(Home home) {
        return home.secret("restore");
    }

    /** Updates them to what they must be; changes nothing if they are. Older homes had one password for all. */
    void bring(boolean first) throws SQLException {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            // Passwords are hexadecimal digits, so no quoting is needed.
            role(statement, APPLICATION, "login createdb nosuperuser nocreaterole", applicationSecret(home));
            role(statement, RESTORE, "login nocreatedb nosuperuser nocreaterole", restoreSecret(home));
            // So that it can transfer a new database to that role, and back.
            statement.execute("grant " + RESTORE + " to " + APPLICATION);
            if (first) {
                statement.execute("create database " + DATABASE + " owner " + APPLICATION);
            }
            // The role that runs restores has no access to the live database, which may be gone until it is recovered.
            statement.execute("do $$ begin if exists (select from pg_database where datname = '" + DATABASE + "') then"
                    + " revoke connect, temporary on database " + DATABASE + " from public; end if; end $$");
        }
    }

    private static void role(Statement statement, String name, String rights, String password) throws SQLException {
        statement.execute("do $$ begin create role " + name + "; exception when duplicate_object then null; end $$");
        statement.execute("alter role " + name + " " + rights + " password '" + password + "'");
    }

    private static Connection superuser(String url, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", password);
        return Sessions.open(url, properties);
    }

    private Connection superuser() throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        try {
            return superuser(url, superuserSecret(home));
        } catch (SQLException e) {
            if (!WRONG_PASSWORD.equals(e.getSQLState())) {
                throw e;
            }
            // An older home: the superuser still has the application's password.
            Connection connection = superuser(url, applicationSecret(home));
            try (Statement statement = connection.createStatement()) {
                statement.execute("alter role " + SUPERUSER + " password '" + superuserSecret(home) + "'");
                return connection;
            } catch (SQLException failed) {
                connection.close();
                throw failed;
            }
        }
    }
}
