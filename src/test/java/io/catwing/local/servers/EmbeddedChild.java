package io.catwing.local.servers;

import io.catwing.app.DatabaseSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** Runs embedded servers in a process of its own, to be killed. Says when they are up and one row is committed. */
final class EmbeddedChild {
    static final String READY = "ready";

    private EmbeddedChild() {}

    public static void main(String[] arguments) throws Exception {
        try {
            serve(arguments);
        } catch (Exception e) {
            e.printStackTrace();
            // The S3 server's threads would keep a failed child alive.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void serve(String[] arguments) throws Exception {
        Home home = Home.take(Path.of(arguments[0]));
        EmbeddedS3.start(home, "masters");
        DatabaseSettings database = EmbeddedDatabase.start(home).settings();
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (n int)");
            statement.execute("insert into kept values (1)");
        }
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
