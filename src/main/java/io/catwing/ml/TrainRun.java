package io.catwing.ml;

import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Training;
import io.catwing.exec.Command;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.StepResult;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.support.SynchronizationAdapter;
import org.springframework.stereotype.Component;

/**
 * The client's trainer, between export and register. It gets the run's folder and no credentials; its output is
 * trusted only after {@link RegisterRun} has checked it. Called by the route {@code train}.
 */
@Component
public class TrainRun {
    private final Clients clients;
    private final ModelFolders folders;
    private final Trainers trainers;

    public TrainRun(Clients clients, ModelFolders folders, Trainers trainers) {
        this.clients = clients;
        this.folders = folders;
        this.trainers = trainers;
    }

    /**
     * The job with an empty folder, which nobody else empties or fills until the exchange ends.
     *
     * @throws QuarantinedFailure if the client has no trainer, the operator has none of that name, or somebody trains this run
     */
    public ModelRun begin(@Body ModelRun order, Exchange exchange) {
        trainers.require(training(order.client()).trainer());
        FileLock lock = folders.lock(order);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                ModelFolders.unlock(lock);
            }
        });
        return folders.empty(order);
    }

    private Training training(ClientId client) {
        return clients.get(client)
                .training()
                .orElseThrow(
                        () -> new QuarantinedFailure(
                                "client " + client + " has no trainer",
                                "add ml: train: trainer: NAME to its file, or export, train elsewhere, and register the folder"));
    }

    /** The trainer's process: as the operator defines it, for as long as the client's file allows. */
    public Command command(@Variable("modelRun") ModelRun order) {
        Training training = training(order.client());
        List<String> words = trainers.words(
                training.trainer(),
                Map.of(
                        "folder", order.folder().toString(),
                        "client", order.client().value(),
                        "run_date", order.runDate().toString()));
        Path log = folders.log(order);
        String work = folders.work(order).toString();
        Command command = Command.of(words.get(0))
                .arguments(words.subList(1, words.size()))
                .folder(folders.work(order))
                .bareEnvironment()
                .environment("LANG", "C.UTF-8")
                .environment("HOME", work)
                .environment("TMPDIR", work)
                .timeLimit(training.timeout())
                .log(log)
                .hint("nothing was registered; what it said is in " + log + ", and what it left in " + order.folder())
                .missingHint("install it, or correct " + training.trainer() + " in " + Trainers.LIST);
        trainers.environment().forEach(command::environment);
        return command.environment("CATWING_RUN_FOLDER", order.folder().toString())
                .environment("CATWING_CLIENT", order.client().value())
                .environment("CATWING_RUN_DATE", order.runDate().toString());
    }

    /** The run is registered: its folder is no longer needed. A failed one is kept for inspection. */
    public List<StepResult> end(
            @Variable("modelRun") ModelRun order,
            @Variable("exported") List<StepResult> exported,
            @Body List<StepResult> registered) {
        folders.remove(order.folder());
        folders.remove(folders.work(order));
        return Stream.concat(exported.stream(), registered.stream()).toList();
    }
}
