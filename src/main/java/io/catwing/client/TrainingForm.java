package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import java.time.Duration;

/** {@code ml:} how a client's models are trained. A file names a trainer; the operator defines commands and variables. */
final class TrainingForm {
    private static final String NAME_PATTERN = "[A-Za-z][A-Za-z0-9_-]{0,62}";

    private static final Scalar<String> NAME =
            Scalar.of("the name of a trainer", Scalars.pattern("^" + NAME_PATTERN + "$"), (text, environment) -> {
                if (!text.matches(NAME_PATTERN)) {
                    throw new Refusal(
                            "is not the name of a trainer",
                            "a name is a letter, then letters, digits, - and _; the operator sets what it runs in"
                                    + " CATWING_ML_TRAINERS");
                }
                return text;
            });

    private static final Key<String> TRAINER = required(
            "trainer",
            NAME,
            "The name of one of the operator's trainers (CATWING_ML_TRAINERS); demo is built in, a moving average.");
    private static final Key<Duration> TIMEOUT =
            optional("timeout", Scalars.DURATION, "30m", "After which the trainer is ended, and nothing registered.");

    private static final ObjectForm<Training> TRAIN = object(
                    "train",
                    "The client's trainer. It reads features.parquet and targets.parquet and completes the run's folder.",
                    v -> new Training(v.get(TRAINER), v.get(TIMEOUT)),
                    TRAINER,
                    TIMEOUT)
            .retired(
                    "command",
                    "commands are the operator's: set CATWING_ML_TRAINERS, such as"
                            + " own=python3 /opt/models/train.py {{folder}}, and write trainer: own here")
            .retired(
                    "environment",
                    "variables are the operator's: list them in CATWING_ML_TRAINER_ENVIRONMENT, and take this line away");

    private static final Key<Training> TRAIN_KEY = required("train", TRAIN, "The client's own trainer.");

    static final ObjectForm<Training> ML = object("ml", "The client's model runs.", v -> v.get(TRAIN_KEY), TRAIN_KEY);

    private TrainingForm() {}
}
