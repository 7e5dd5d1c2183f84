package io.catwing.service;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/v1/commands}: a command of the command line; see {@link Commands}. */
@RestController
@ConditionalOnWebApplication
class CommandsController {
    private final Commands commands;

    CommandsController(Commands commands) {
        this.commands = commands;
    }

    /**
     * @param arguments such as {@code ["fetch", "--client", "CW-000200"]}
     * @param width of the terminal in characters, 0 where nobody watches
     */
    record Asked(
            @NotEmpty @Size(max = 200) List<@NotNull @Size(max = 2000) String> arguments,
            @Min(0) @Max(1000) int width) {}

    @Operation(
            summary =
                    "Runs a command; answers with lines of JSON: out and err as it prints, run as one begins, and exit last")
    @PostMapping(path = "/api/v1/commands", consumes = "application/json", produces = "application/x-ndjson")
    void run(@Valid @RequestBody Asked asked, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        commands.answer(asked.arguments(), asked.width(), request, response);
    }
}
