package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.job.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedProgressTest {

    @Test
    void steps_of_one_name_that_are_open_together_are_shown_as_one() {
        List<String> shown = new ArrayList<>();
        Progress joined = new JoinedProgress((name, total, unit) -> {
            shown.add("begin " + name + " " + total + " " + unit);
            return new Progress.Step() {
                @Override
                public void advance(long by) {
                    shown.add("advance " + by);
                }

                @Override
                public void expect(long more) {
                    shown.add("expect " + more);
                }

                @Override
                public void close() {
                    shown.add("close");
                }
            };
        });

        Progress.Step one = joined.begin("fetch", 10, "files");
        Progress.Step other = joined.begin("fetch", 5, "files");
        one.advance(10);
        one.close();
        one.close();
        other.advance(5);
        other.close();
        joined.begin("fetch", 1, "files").close();

        assertThat(shown)
                .containsExactly(
                        "begin fetch 10 files",
                        "expect 5",
                        "advance 10",
                        "advance 5",
                        "close",
                        "begin fetch 1 files",
                        "close");
    }
}
