package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ListForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import java.time.Duration;
import java.util.List;

/** {@code ml:} how a client's models are trained. */
final class TrainingForm {
    private static final Scalar<String> ARGUMENT = Scalar.of("an argument", Scalar::anyText, (text, environment) -> {
        String argument = References.expand(text, environment, "/opt/models");
        String unknown = argument.equals(Training.CATWING) ? null : Training.unknown(argument);
        if (unknown != null) {
            throw new Refusal(
                    "has the variable {{" + unknown + "}}, which a trainer has not",
                    unknown.equals("catwing")
                            ? "{{catwing}} stands alone: it becomes several arguments"
                            : "variables here are {{folder}}, {{client}}, {{run_date}} and, alone, {{catwing}}");
        }
        return argument;
    });

    /** Ours and those of the servers: a trainer gets no credentials. */
    private static final Scalar<String> VARIABLE_NAME = Scalar.of(
            "the name of a variable",
            Scalars.pattern("^(?!CATWING_|AWS_|PG)[A-Za-z_][A-Za-z0-9_]*$"),
            (text, environment) -> {
                if (!text.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                    throw new Refusal("is not the name of a variable", "write a name alone, such as PYTHONPATH");
                }
                if (text.matches("(CATWING_|AWS_|PG).*")) {
                    throw new Refusal(
                            "may hold credentials", "a trainer gets its run's folder, and nothing else of ours");
                }
                return text;
            });

    private static final Key<List<String>> COMMAND = required(
            "command",
            new ListForm<>(ARGUMENT),
            "The trainer and its arguments, one a line; no shell. {{folder}}, {{client}} and {{run_date}} are filled in.");
    private static final Key<Duration> TIMEOUT =
            optional("timeout", Scalars.DURATION, "30m", "After which the trainer is ended, and nothing registered.");
    private static final Key<List<String>> ENVIRONMENT = optional(
            "environment",
            new ListForm<>(VARIABLE_NAME),
            "Names of environment variables that are handed on, besides PATH, HOME, TZ and TMPDIR.");

    private static final ObjectForm<Training> TRAIN = object(
            "train",
            "The client's own trainer. It reads features.parquet and targets.parquet and completes the run's folder.",
            v -> new Training(
                    v.get(COMMAND), v.get(TIMEOUT), v.find(ENVIRONMENT).orElse(List.of())),
            COMMAND,
            TIMEOUT,
            ENVIRONMENT);

    private static final Key<Training> TRAIN_KEY = required("train", TRAIN, "The client's own trainer.");

    static final ObjectForm<Training> ML = object("ml", "The client's model runs.", v -> v.get(TRAIN_KEY), TRAIN_KEY);

    private TrainingForm() {}
}
