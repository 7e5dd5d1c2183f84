package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.postgres.SqlFile;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of a year are hundreds of thousands, and those of some days are asked for every half minute. */
class StepsByTimeIT {
    private final Servers.Database database = Servers.database();

    @ParameterizedTest
    @ValueSource(strings = {"alerts/list-client-troubles", "job/delete-old-steps"})
    void steps_are_found_by_their_time_and_not_by_reading_all(String file) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            // Whatever it costs for a table that is empty.
            statement.execute("set enable_seqscan = off");
            StringBuilder plan = new StringBuilder();
            try (ResultSet rows =
                    statement.executeQuery("explain " + SqlFile.read(file).replace(":days", "400"))) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
            assertThat(plan.toString()).contains("run_step_ended_at", "Index Cond: (ended_at ");
        }
    }
}
