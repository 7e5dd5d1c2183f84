package io.catwing.postgres.dump;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyBlockTest {
    private final CopyBlock block = new CopyBlock("general.a", List.of("b"), List.of("b"));

    @ParameterizedTest
    @ValueSource(strings = {"x", "\"", "\\\\", "\\n", "\\b"})
    void the_text_of_a_large_row_is_never_in_memory_as_a_whole(String value) {
        byte[] line = (value.repeat((8 << 20) / value.length()) + "\n").getBytes(StandardCharsets.UTF_8);
        block.sum(line, 0, line.length);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

        CopyRows.Sums sums = block.sum(line, 0, line.length);

        assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .isLessThan(1 << 20);
        assertThat(sums.rows()).isEqualTo(1);
    }
}
