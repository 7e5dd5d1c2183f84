package io.catwing.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.AbortingFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainersTest {
    private static final Map<String, String> VALUES =
            Map.of("folder", "/w/$1", "client", "CW-000200", "run_date", "2026-02-24");

    private static Trainers trainers(String text, String... environment) {
        return new Trainers(new MlSettings(100, text, List.of(environment)), Map.of("A_B", "1", "HOME", "/root")::get);
    }

    @Test
    void words_end_at_blanks_and_trainers_at_semicolons_and_quotes_keep_both() {
        Trainers trainers = trainers(
                " own=python3  train.py --in={{folder}} 'a b;c' \"it's\" x'; 'y '' ;; other='/opt/my models/run' {{client}};");

        assertThat(trainers.words("own", VALUES))
                .containsExactly("python3", "train.py", "--in=/w/$1", "a b;c", "it's", "x; y", "");
        assertThat(trainers.words("other", VALUES)).containsExactly("/opt/my models/run", "CW-000200");
    }

    @Test
    void without_a_setting_there_is_the_built_in_one_from_any_working_folder() {
        List<String> words = trainers("").words("demo", VALUES);

        assertThat(words).endsWith("demo-trainer", "/w/$1", "CW-000200", "2026-02-24");
        assertThat(words.get(0)).endsWith("/bin/java");
        assertThat(
                        words.get(words.size() - 5).equals("io.catwing.Application")
                                ? words.get(words.size() - 6)
                                : words.get(words.size() - 5))
                .startsWith("/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    own=bash 'x | has a quote without an end at character 10
                    bash train.sh | has an entry that does not begin with a name, = and a program
                    own= bash | has an entry that does not begin with a name, = and a program
                    own=bash {{file}} | has the variable {{file}} for 'own'; there are {{folder}}, {{client}}, {{run_date}} and, as an argument of its own, {{catwing}}
                    own=bash x{{catwing}} | has the variable {{catwing}} for 'own'; there are {{folder}}, {{client}}, {{run_date}} and, as an argument of its own, {{catwing}}
                    own=a; own=b | names 'own', which is named before
                    demo=bash | names 'demo', which is built in""")
    void what_cannot_be_understood_is_refused(String text, String reason) {
        assertThatThrownBy(() -> trainers(text))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("CATWING_ML_TRAINERS " + reason
                        + "\nHINT: write CATWING_ML_TRAINERS as name=program arguments; name2=..., with quotes around"
                        + " what holds blanks or semicolons");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CATWING_DB_PASSWORD", "AWS_SECRET_ACCESS_KEY", "PGPASSWORD", "A=b"})
    void a_variable_that_may_hold_credentials_is_handed_to_no_trainer(String name) {
        assertThatThrownBy(() -> trainers("", "A_B", name))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith(
                        "CATWING_ML_TRAINER_ENVIRONMENT has '" + name + "', which no trainer may have\n");
    }
}
