package io.catwing.bench;

import io.catwing.postgres.SqlFile;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Indexes and triggers of sales orders, taken off their tables and brought back afterwards. Their keys stay: an ordinary load
 * looks rows up by them.
 */
record TakenOff(Servers.Database database, List<String> restore) {

    static TakenOff of(Servers.Database database) throws SQLException {
        List<String> restore = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("general.sales_order_line", "general.sales_order")) {
                List<String> off = new ArrayList<>();
                try (PreparedStatement list = connection.prepareStatement(SqlFile.read("load/list-put-aside"))) {
                    for (int i = 1; i <= 3; i++) {
                        list.setString(i, table);
                    }
                    try (ResultSet parts = list.executeQuery()) {
                        while (parts.next()) {
                            if (!parts.getString("kind").equals("constraint")) {
                                off.add(parts.getString("take_off"));
                                restore.add(parts.getString("restore"));
                            }
                        }
                    }
                }
                for (String part : off) {
                    statement.execute(part);
                }
            }
        }
        return new TakenOff(database, restore);
    }

    void restore(int connections) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Callable<Void>> parts = new ArrayList<>();
            for (String part : restore) {
                parts.add(() -> {
                    execute(part);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(parts)) {
                done.get();
            }
            execute("analyze general.sales_order, general.sales_order_line");
        } finally {
            threads.shutdownNow();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set maintenance_work_mem = '64MB'");
            statement.execute(sql);
        }
    }
}
