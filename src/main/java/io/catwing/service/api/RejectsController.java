package io.catwing.service.api;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.job.Rejects;
import io.catwing.service.Commands;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Records that were rejected, by reason; after their mapping was corrected they are loaded again. */
@RestController
@RequestMapping("/api/v1/rejects")
@ConditionalOnWebApplication
class RejectsController {
    private static final int EXAMPLES = 3;

    private final Rejects rejects;
    private final Clients clients;
    private final Commands commands;

    RejectsController(Rejects rejects, Clients clients, Commands commands) {
        this.rejects = rejects;
        this.clients = clients;
        this.commands = commands;
    }

    @Operation(summary = "Rejected records by reason, the most frequent first, with the newest examples")
    @GetMapping
    Page<Rejects.Reason> rejects(
            @RequestParam(required = false) ClientId client,
            @RequestParam(required = false) Entity entity,
            @ParameterObject @Valid Paging paging) {
        List<ClientId> asked = client == null
                ? clients.all().stream().map(Client::id).toList()
                : List.of(clients.get(client).id());
        return Page.of(paging, rejects.reasons(asked, entity, EXAMPLES, paging.rows(), paging.skip()));
    }

    /** @param date null for all files of the entity; with one, the entity's other days keep the mapping that they have */
    record Again(
            @NotNull(message = "is missing") String client,
            @NotNull(message = "is missing") String entity,
            LocalDate date) {

        List<String> command() {
            List<String> command = new ArrayList<>(List.of(
                    "load",
                    "--client",
                    new ClientId(client).value(),
                    "--entity",
                    Entity.parse(entity).toString()));
            if (date != null) {
                command.addAll(List.of("--again", "--date", date.toString()));
            }
            return command;
        }
    }

    @Operation(summary = "Loads files again after their mapping was corrected; answers as a command does")
    @PostMapping(path = "/load-again", consumes = "application/json", produces = "application/x-ndjson")
    void loadAgain(@Valid @RequestBody Again asked, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        commands.answer(asked.command(), 0, request, response);
    }
}
