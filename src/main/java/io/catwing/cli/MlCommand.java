package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.job.RunId;
import io.catwing.ml.ModelFolders;
import io.catwing.ml.ModelRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code catwing ml}: features to a trainer, and its results to S3 and PostgreSQL. */
@Command(
        name = "ml",
        description = "Exports features, trains, and registers model runs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class MlCommand {
    @Spec
    private CommandSpec spec;

    /** Which run. */
    static final class Which {
        @Option(names = "--client", paramLabel = "CW-NNNNNN", required = true, description = "Such as CW-000200.")
        private String client;

        @Option(
                names = "--run-date",
                paramLabel = "YYYY-MM-DD",
                required = true,
                description = "The last day whose data the models may know; names the run.")
        private LocalDate runDate;

        ModelRun run(Path folder, Clients clients) {
            return new ModelRun(RunId.next(), clients.get(new ClientId(client)).id(), runDate, folder);
        }
    }

    @Command(
            name = "export",
            description = "Writes features.parquet and targets.parquet from the statistics.",
            mixinStandardHelpOptions = true)
    int export(
            @Mixin Which which,
            @Option(names = "--to", paramLabel = "FOLDER", description = "Default: CATWING_HOME/ml/CLIENT/DATE-export.")
                    Path to) {
        try (Pipeline pipeline = Start.pipeline()) {
            ModelRun run = pipeline.bean(ModelFolders.class).place(which.run(to, pipeline.bean(Clients.class)));
            int exit = send(pipeline, "direct:export-features", run);
            if (exit == 0) {
                tell("The files are in " + run.folder());
            }
            return exit;
        }
    }

    @Command(
            name = "register",
            description = "Puts a run's folder under ml-output in S3, if it is whole, and loads its predictions.",
            mixinStandardHelpOptions = true)
    int register(
            @Mixin Which which,
            @Parameters(paramLabel = "FOLDER", description = "The folder that the trainer filled.") Path folder) {
        try (Pipeline pipeline = Start.pipeline()) {
            return send(pipeline, "direct:register-run", which.run(folder, pipeline.bean(Clients.class)));
        }
    }

    @Command(
            name = "train",
            description = "Exports, runs the trainer that the client's file names, and registers what it leaves.",
            mixinStandardHelpOptions = true)
    int train(@Mixin Which which) {
        try (Pipeline pipeline = Start.pipeline()) {
            ModelRun run = which.run(null, pipeline.bean(Clients.class));
            int exit = send(pipeline, "direct:train", run);
            tell("The trainer's log: " + pipeline.bean(ModelFolders.class).log(run));
            return exit;
        }
    }

    private int send(Pipeline pipeline, String endpoint, ModelRun run) {
        return new ResultTable(spec.commandLine().getOut()).print(run.run(), pipeline.send(endpoint, run));
    }

    private void tell(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
