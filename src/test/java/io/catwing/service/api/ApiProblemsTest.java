package io.catwing.service.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class ApiProblemsTest {
    @Test
    void what_may_work_at_a_second_try_is_no_mistake_of_who_asks() {
        ApiProblems problems = new ApiProblems();

        assertThat(problems.refused(new RetryableFailure("S3 cannot be reached", "look into it"))
                        .getStatusCode())
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(problems.refused(new QuarantinedFailure("no client", "choose another"))
                        .getStatusCode())
                .isEqualTo(HttpStatus.BAD_REQUEST);
    }
}
