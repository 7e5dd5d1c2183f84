package io.catwing.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.ClientId;
import io.catwing.failure.AbortingFailure;
import io.catwing.ml.parquet.ParquetColumn;
import io.catwing.ml.parquet.ParquetColumn.Type;
import io.catwing.ml.parquet.ParquetTableReader;
import io.catwing.ml.parquet.ParquetTableWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * A trainer for machines that have only Java: it predicts that the sales of the last 28 days continue. It shows
 * a trainer's input and output, nothing more; its models are placeholders.
 */
public final class DemoTrainer {
    private static final int HORIZON = 7;
    private static final int WINDOW = 28;

    private static final List<ParquetColumn> FEATURES = List.of(
            ParquetColumn.required("product_id", Type.TEXT),
            ParquetColumn.required("location_id", Type.TEXT),
            ParquetColumn.required("day", Type.DATE),
            ParquetColumn.required("days_since_first_sale", Type.WHOLE),
            ParquetColumn.required("days_since_last_sale", Type.WHOLE),
            ParquetColumn.required("net_quantity_28", Type.NUMBER));

    private static final List<ParquetColumn> PREDICTIONS = List.of(
            ParquetColumn.required("product_id", Type.TEXT),
            ParquetColumn.required("location_id", Type.TEXT),
            ParquetColumn.required("target_date", Type.DATE),
            ParquetColumn.required("quantity", Type.NUMBER),
            ParquetColumn.required("sale_probability", Type.NUMBER));

    private DemoTrainer() {}

    /** Completes a run's folder that has {@code features.parquet}. */
    public static void train(Path folder, ClientId client, LocalDate runDate) {
        try (ParquetTableReader features =
                        new ParquetTableReader(folder.resolve("features.parquet"), "features.parquet", FEATURES);
                ParquetTableWriter predictions =
                        new ParquetTableWriter(folder.resolve("predictions.parquet"), "predictions", PREDICTIONS)) {
            while (features.next()) {
                if (features.date(2).equals(runDate)) {
                    predict(features, predictions, runDate);
                }
            }
        }
        try {
            Path models = Files.createDirectories(folder.resolve("models"));
            for (String model : List.of("classifier", "regressor", "warehouse_model")) {
                Files.writeString(
                        models.resolve(model + ".pkl"),
                        "The demo's " + model + " is a moving average over " + WINDOW + " days.\n",
                        StandardCharsets.UTF_8);
            }
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(folder.resolve("config.json").toFile(), config(client, runDate));
        } catch (IOException e) {
            throw new AbortingFailure(
                    "the run's folder " + folder + " cannot be written: " + e, "look for space and permissions", e);
        }
    }

    private static void predict(ParquetTableReader features, ParquetTableWriter predictions, LocalDate runDate) {
        long known = Math.min(WINDOW, features.whole(3) + 1);
        double daily = Math.max(0, features.number(5)) / known;
        double probability = 1.0 / (1 + features.whole(4));
        for (int ahead = 1; ahead <= HORIZON; ahead++) {
            predictions.write(
                    features.text(0), features.text(1), runDate.plusDays(ahead), daily, daily == 0 ? 0.0 : probability);
        }
    }

    private static ObjectNode config(ClientId client, LocalDate runDate) {
        ObjectNode config = new ObjectMapper().createObjectNode();
        config.put("client", client.value());
        config.put("run_date", runDate.toString());
        config.putObject("trainer").put("name", "catwing demo-trainer").put("version", "1");
        config.put("horizon_days", HORIZON);
        config.putObject("parameters").put("window_days", WINDOW);
        return config;
    }
}
