package io.catwing.ml;

import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Training;
import io.catwing.exec.Command;
import io.catwing.failure.ParkedFailure;
import io.catwing.run.StepOutcome;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/**
 * The client's own trainer, between export and register. It gets the run's folder and no credentials; what it leaves is
 * believed only after {@link RegisterRun} has looked at it. Called by the route {@code train-run}.
 */
@Component
public class TrainRun {
    private final Clients clients;
    private final ModelFolders folders;

    public TrainRun(Clients clients, ModelFolders folders) {
        this.clients = clients;
        this.folders = folders;
    }

    /**
     * The order with an empty folder.
     *
     * @throws ParkedFailure where the client has no trainer
     */
    public ModelRun begin(@Body ModelRun order) {
        training(order.client());
        return folders.empty(order);
    }

    private Training training(ClientId client) {
        return clients.get(client)
                .training()
                .orElseThrow(() -> new ParkedFailure(
                        "client " + client + " has no trainer",
                        "add ml: train: command: to its file, or export, train elsewhere, and register the folder"));
    }

    /** The trainer's process, as the client's file declares it. */
    public Command command(@ExchangeProperty("order") ModelRun order) {
        Training training = training(order.client());
        List<String> words = words(training, order);
        Path log = folders.log(order);
        Command command = Command.of(words.get(0))
                .arguments(words.subList(1, words.size()))
                .environment("CATWING_RUN_FOLDER", order.folder().toString())
                .environment("CATWING_CLIENT", order.client().value())
                .environment("CATWING_RUN_DATE", order.runDate().toString())
                .timeLimit(training.timeout())
                .log(log)
                .hint("nothing was registered; all it said is in " + log + ", and what it left in " + order.folder())
                .missingHint("install the trainer, or correct ml: train: command: in the file of " + order.client());
        for (String name : training.environment()) {
            String value = System.getenv(name);
            if (value != null) {
                command.environment(name, value);
            }
        }
        return command;
    }

    private static List<String> words(Training training, ModelRun order) {
        Map<String, String> values = Map.of(
                "folder", order.folder().toString(),
                "client", order.client().value(),
                "run_date", order.runDate().toString());
        List<String> words = new ArrayList<>();
        for (String argument : training.command()) {
            if (argument.equals(Training.CATWING)) {
                words.addAll(ourselves());
            } else {
                words.add(Training.fill(argument, values));
            }
        }
        return words;
    }

    /** How this very program was started, for trainers that are part of it. */
    static List<String> ourselves() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        List<String> program = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
                ? List.of("-jar", classPath)
                : List.of("-cp", classPath, "io.catwing.Application");
        return Stream.concat(Stream.of(java, "-XX:+UseSerialGC", "-Xmx256m"), program.stream())
                .toList();
    }

    /** The run is registered: its folder has done its work. A failed one stays, to be looked into. */
    public List<StepOutcome> end(
            @ExchangeProperty("order") ModelRun order,
            @ExchangeProperty("exported") List<StepOutcome> exported,
            @ExchangeProperty("registered") StepOutcome registered,
            @Body List<StepOutcome> loaded) {
        folders.remove(order.folder());
        return Stream.of(exported, List.of(registered), loaded)
                .flatMap(List::stream)
                .toList();
    }
}
