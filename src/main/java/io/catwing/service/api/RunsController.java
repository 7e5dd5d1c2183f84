package io.catwing.service.api;

import io.catwing.job.RunHistory;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The runs and their step results. */
@RestController
@RequestMapping("/api/v1/runs")
@ConditionalOnWebApplication
class RunsController {
    private final RunHistory runs;

    RunsController(RunHistory runs) {
        this.runs = runs;
    }

    @Operation(summary = "The runs, the newest first")
    @GetMapping
    Page<RunHistory.Run> runs(
            @RequestParam(required = false) RunHistory.Outcome outcome, @ParameterObject @Valid Paging paging) {
        return Page.of(paging, runs.newest(outcome, paging.rows(), paging.skip()));
    }

    /** @param steps those that failed first */
    record RunAndSteps(RunHistory.Run run, Page<StepResult> steps) {}

    @Operation(summary = "A run with its step results, those that failed first")
    @GetMapping("/{id}")
    RunAndSteps run(@PathVariable String id, @ParameterObject @Valid Paging paging) {
        RunId run = new RunId(id);
        return new RunAndSteps(
                runs.find(run)
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "there is no such run")),
                Page.of(paging, runs.steps(run, paging.rows(), paging.skip())));
    }
}
