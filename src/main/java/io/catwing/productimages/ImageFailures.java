package io.catwing.productimages;

import io.catwing.client.ClientId;
import io.catwing.failure.PrintableText;
import io.catwing.job.RunId;
import io.catwing.postgres.SqlFile;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps {@code ops.product_image_failure}: the images that could not be fetched when they were last tried. */
@Component
public class ImageFailures {
    private static final int BATCH = 500;
    private static final int LONGEST_ADDRESS = 2000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public ImageFailures(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** @param now all that fail now; what failed before and does no longer is gone */
    void replace(RunId run, ClientId client, List<ImageCounters.Failed> now) {
        transaction.executeWithoutResult(status -> {
            // Two processes may be at work on the client.
            jdbc.query(SqlFile.read("product-images/lock-client"), row -> {}, client.value());
            jdbc.update(SqlFile.read("product-images/forget-failures"), client.value(), PlanImages.FETCH);
            jdbc.batchUpdate(SqlFile.read("product-images/write-failure"), now, BATCH, (statement, failed) -> {
                statement.setString(1, client.value());
                statement.setString(2, PlanImages.FETCH);
                statement.setString(3, PrintableText.printable(failed.image().productId(), LONGEST_ADDRESS));
                statement.setString(4, PrintableText.clean(failed.image().url(), LONGEST_ADDRESS));
                statement.setString(5, failed.reason());
                statement.setString(6, run.value());
            });
        });
    }
}
