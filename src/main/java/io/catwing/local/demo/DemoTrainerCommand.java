package io.catwing.local.demo;

import io.catwing.client.ClientId;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code catwing demo-trainer}: the demo clients' trainer. Starts nothing: it reads a folder and completes it. */
@Command(
        name = "demo-trainer",
        description = "Completes a run's folder by a moving average; the trainer of the demo clients.",
        hidden = true,
        mixinStandardHelpOptions = true)
public final class DemoTrainerCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FOLDER", description = "With features.parquet in it.")
    private Path folder;

    @Parameters(index = "1", paramLabel = "CW-NNNNNN", description = "The client.")
    private String client;

    @Parameters(index = "2", paramLabel = "YYYY-MM-DD", description = "The run date.")
    private LocalDate runDate;

    @Override
    public Integer call() {
        DemoTrainer.train(folder, new ClientId(client), runDate);
        return 0;
    }
}
