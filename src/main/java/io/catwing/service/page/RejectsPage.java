package io.catwing.service.page;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.failure.PrintableText;
import io.catwing.job.Rejects;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Records that were rejected, by reason, with what the ERP sent; loaded again after a mapping change. */
@Controller
@ConditionalOnWebApplication
class RejectsPage {
    private static final int REASONS = 25;
    private static final int EXAMPLES = 3;
    private static final int LONGEST_RECORD = 4000;

    private final Rejects rejects;
    private final Clients clients;
    private final Backfills commands;

    RejectsPage(Rejects rejects, Clients clients, Backfills commands) {
        this.rejects = rejects;
        this.clients = clients;
        this.commands = commands;
    }

    /** As it is printed: what steers a reader is replaced. */
    record Shown(String reason, String where, String record) {
        static Shown of(Rejects.Reject reject) {
            return new Shown(
                    PrintableText.clean(reject.reason()),
                    reject.rawKey() + ", record " + reject.position() + ", " + PrintableText.clean(reject.field()),
                    PrintableText.cleanLines(reject.record(), LONGEST_RECORD));
        }
    }

    record Reason(ClientId client, String entity, String reason, long records, String newest, List<Shown> examples) {
        static Reason of(Rejects.Reason reason) {
            return new Reason(
                    reason.client(),
                    reason.entity().toString(),
                    PrintableText.clean(reason.reason()),
                    reason.records(),
                    reason.newest().toString(),
                    reason.examples().stream().map(Shown::of).toList());
        }
    }

    @GetMapping("/rejects")
    ModelAndView rejects(@RequestParam(defaultValue = "") String client, @RequestParam(defaultValue = "0") int page) {
        List<ClientId> asked = client.isEmpty()
                ? clients.all().stream().map(Client::id).toList()
                : List.of(clients.get(new ClientId(client)).id());
        int at = Math.max(0, page);
        List<Rejects.Reason> found = rejects.reasons(asked, null, EXAMPLES, REASONS + 1, (long) at * REASONS);
        return new ModelAndView(
                "rejects",
                Map.of(
                        "reasons",
                        found.stream().limit(REASONS).map(Reason::of).toList(),
                        "clients",
                        clients.all(),
                        "client",
                        client,
                        "page",
                        at,
                        "more",
                        found.size() > REASONS,
                        "requests",
                        commands.all()));
    }

    @PostMapping("/rejects/load-again")
    String loadAgain(@RequestParam String client, @RequestParam String entity, HttpServletRequest request) {
        commands.begin(
                request.getRemoteUser(),
                request.isUserInRole("OPERATOR"),
                request.getRemoteAddr(),
                List.of(List.of(
                        "load",
                        "--client",
                        clients.get(new ClientId(client)).id().value(),
                        "--entity",
                        Entity.parse(entity).toString())));
        return "redirect:/rejects";
    }
}
