package io.catwing.load.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeenKeysTest {

    @Test
    void keys_keep_the_first_number_however_many_there_are() {
        SeenKeys seen = new SeenKeys();
        Map<String, Integer> expected = new HashMap<>();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 300_000; i++) {
            // Half of the highs, and a few of the lows: places are shared by many.
            long high = (long) random.nextInt(400) << 54;
            long low = random.nextLong(500);
            Integer before = expected.putIfAbsent(high + " " + low, i);

            assertThat(seen.get(high, low)).isEqualTo(before == null ? SeenKeys.NONE : before);
            assertThat(seen.putIfAbsent(high, low, i)).isEqualTo(before == null ? SeenKeys.NONE : before);
        }

        assertThat(seen.size()).isEqualTo(expected.size());
    }
}
