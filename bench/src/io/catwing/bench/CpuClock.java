package io.catwing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** CPU time of a process and all its children, dead or alive, from /proc (Linux; a tick is 10 ms). */
record CpuClock(long pid) {
    private static final long TICKS_PER_SECOND = 100;

    Duration used() throws IOException {
        long ticks = ticks(pid, true);
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : (Iterable<Path>)
                    processes.filter(p -> p.getFileName().toString().matches("\\d+"))::iterator) {
                long child = Long.parseLong(process.getFileName().toString());
                if (child != pid && parent(child) == pid) {
                    ticks += ticks(child, true);
                }
            }
        }
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    /** The process that has started it. */
    static CpuClock ofParent(long child) {
        return new CpuClock(parent(child));
    }

    /** PostgreSQL: the process that has started the one that answers, and all that it starts. */
    static CpuClock ofServer(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return ofParent(row.getLong(1));
        }
    }

    /** Of the children of this process that have ended. */
    static Duration ofChildren() {
        long self = ProcessHandle.current().pid();
        return Duration.ofMillis((ticks(self, true) - ticks(self, false)) * 1000 / TICKS_PER_SECOND);
    }

    private static long parent(long pid) {
        String[] fields = fields(pid);
        return fields.length == 0 ? -1 : Long.parseLong(fields[1]);
    }

    private static long ticks(long pid, boolean withDead) {
        String[] fields = fields(pid);
        if (fields.length == 0) {
            return 0;
        }
        long own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return withDead ? own + Long.parseLong(fields[13]) + Long.parseLong(fields[14]) : own;
    }

    /** The fields after the command's name; none where the process has ended meanwhile. */
    private static String[] fields(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        } catch (IOException ended) {
            return new String[0];
        }
    }
}
