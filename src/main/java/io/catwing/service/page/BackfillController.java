package io.catwing.service.page;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /backfill}: what a backfill would ask, before it is asked, and what became of those that were begun. */
@Controller
@ConditionalOnWebApplication
class BackfillController {
    private final Clients clients;
    private final DaysHeld daysHeld;
    private final BackfillPlan plan;
    private final Backfills backfills;

    BackfillController(Clients clients, DaysHeld daysHeld, BackfillPlan plan, Backfills backfills) {
        this.clients = clients;
        this.daysHeld = daysHeld;
        this.plan = plan;
        this.backfills = backfills;
    }

    /** @param preview whether to say what would be asked of these */
    @GetMapping("/backfill")
    String form(
            @RequestParam(name = "client", defaultValue = "") List<String> ids,
            @RequestParam(name = "entity", defaultValue = "") List<String> names,
            @RequestParam(required = false) LocalDate from,
            @RequestParam(required = false) LocalDate to,
            @RequestParam(required = false) String preview,
            Model model) {
        LocalDate newest = daysHeld.lastDay(clients.all());
        LocalDate first = from == null ? newest : from;
        LocalDate last = to == null ? newest : to;
        List<Entity> entities = entities(names);
        model.addAttribute("clients", clients.all());
        model.addAttribute("chosen", ids);
        model.addAttribute("allEntities", Entity.values());
        model.addAttribute("entities", entities);
        model.addAttribute("from", first);
        model.addAttribute("to", last);
        model.addAttribute("requests", backfills.all());
        if (preview != null) {
            model.addAttribute("plan", plan.of(clients(ids), entities, first, last));
        }
        return "backfill";
    }

    /** Plans it anew: what the preview said may have been fetched meanwhile. */
    @PostMapping("/backfill")
    String begin(
            @RequestParam(name = "client", defaultValue = "") List<String> ids,
            @RequestParam(name = "entity", defaultValue = "") List<String> names,
            @RequestParam LocalDate from,
            @RequestParam LocalDate to,
            HttpServletRequest request) {
        backfills.begin(
                request.getRemoteUser(),
                request.isUserInRole("OPERATOR"),
                request.getRemoteAddr(),
                plan.of(clients(ids), entities(names), from, to).commands());
        return "redirect:/backfill#requests";
    }

    private List<Client> clients(List<String> ids) {
        return ids.stream().map(id -> clients.get(new ClientId(id))).distinct().toList();
    }

    /** All where none is named. */
    private static List<Entity> entities(List<String> names) {
        return names.isEmpty()
                ? Arrays.asList(Entity.values())
                : names.stream().map(Entity::parse).distinct().toList();
    }
}
