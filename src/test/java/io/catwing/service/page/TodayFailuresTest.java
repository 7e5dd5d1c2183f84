package io.catwing.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.service.page.Today.Failed;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TodayFailuresTest {
    private static final LocalDate DAY = LocalDate.of(2026, 2, 24);

    @Test
    void one_cause_is_one_sentence_with_what_it_hit() {
        List<Sentence> sentences = Today.failures(List.of(
                failed("CW-000200", "products", "GET http://erp/products answered 401\nHINT: check erp.auth"),
                failed("CW-000200", "suppliers", "GET http://erp/suppliers answered 401\nHINT: check erp.auth"),
                failed("CW-000151", "suppliers", "GET http://erp/suppliers answered 401\nHINT: check erp.auth"),
                failed("CW-000200", "inventory", null)));

        assertThat(sentences)
                .extracting(Sentence::text)
                .containsExactly(
                        "CW-000200, products, suppliers (2, one cause) of 2026-02-24: GET http://erp/products answered 401",
                        "CW-000151, suppliers of 2026-02-24: GET http://erp/suppliers answered 401",
                        "CW-000200, inventory of 2026-02-24: failed");
    }

    private static Failed failed(String client, String subject, String message) {
        return new Failed(client, "fetch", subject, 1, DAY, message);
    }
}
