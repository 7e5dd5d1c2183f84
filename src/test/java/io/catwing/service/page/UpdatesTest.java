package io.catwing.service.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class UpdatesTest {
    private final Updates updates = new Updates();

    @AfterEach
    void stop() {
        updates.stop();
    }

    /** The first thing that a page hears. */
    static String first(Updates service, long since) throws Exception {
        return MockMvcBuilders.standaloneSetup(service)
                .build()
                .perform(get("/updates").param("since", Long.toString(since)))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    @Test
    void a_page_is_told_of_what_has_changed_since_it_was_made_and_of_nothing_else() throws Exception {
        updates.changed("rejects");
        long page = updates.version();
        updates.changed("today");

        assertThat(first(updates, page)).contains("data:today\n");
        assertThat(first(updates, updates.version())).doesNotContain("data:");
    }

    @Test
    void a_page_that_outlives_its_service_is_told_by_the_next_one_that_anything_may_have_changed() throws Exception {
        updates.changed("lake");
        long page = updates.version();
        updates.changed("today");
        // Several changes in one millisecond count further than the clock.
        long last = updates.version();
        Awaitility.await().until(() -> System.currentTimeMillis() > last);
        Updates next = new Updates();
        try {
            assertThat(first(next, page)).contains("today", "lake", "backfill", "rejects", "recovery", "routes");
            next.changed("recovery");
            assertThat(first(next, page)).contains("today", "recovery");
        } finally {
            next.stop();
        }
    }
}
