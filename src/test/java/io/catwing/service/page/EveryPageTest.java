package io.catwing.service.page;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.RetryableFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Controller;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.GetMapping;

class EveryPageTest {
    private final MockMvc pages = MockMvcBuilders.standaloneSetup(new Broken())
            .setControllerAdvice(new EveryPage(new Updates()))
            .build();

    @Controller
    static class Broken {
        @GetMapping("/s3")
        String s3() {
            throw new RetryableFailure("S3 cannot be reached", "look into the S3 server");
        }

        @GetMapping("/wrong")
        String wrong() {
            throw new AbortingFailure("there is no client CW-1", "choose another");
        }

        @GetMapping("/query")
        String query() {
            throw new DataAccessResourceFailureException("cut");
        }

        @GetMapping("/transaction")
        String transaction() {
            throw new CannotCreateTransactionException("cut");
        }
    }

    @Test
    void a_server_that_is_away_is_no_mistake_of_who_asks() throws Exception {
        pages.perform(get("/s3"))
                .andExpect(status().isServiceUnavailable())
                .andExpect(request().attribute("detail", "S3 cannot be reached\nHINT: look into the S3 server"));
        pages.perform(get("/wrong")).andExpect(status().isBadRequest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/query", "/transaction"})
    void a_database_that_is_away_is_told_with_what_to_do(String path) throws Exception {
        pages.perform(get(path))
                .andExpect(status().isServiceUnavailable())
                .andExpect(request()
                        .attribute(
                                "detail",
                                "The database cannot be asked.\nHINT: is PostgreSQL running? where it is gone, see"
                                        + " docs/how-to/database-gone.md"));
    }
}
