package io.catwing.service.page;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import java.time.LocalDate;
import java.time.Year;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /lake}: which days of which clients there are, a year of one, the files of a day, and the beginning of a file. */
@Controller
@ConditionalOnWebApplication
class LakeController {
    private static final int DAYS = 28;
    private static final int CLIENTS = 25;

    private final Clients clients;
    private final DaysHeld daysHeld;
    private final OldestGap oldestGap;
    private final DayFiles dayFiles;

    LakeController(Clients clients, DaysHeld daysHeld, OldestGap oldestGap, DayFiles dayFiles) {
        this.clients = clients;
        this.daysHeld = daysHeld;
        this.oldestGap = oldestGap;
        this.dayFiles = dayFiles;
    }

    /**
     * @param to last day of the window; the last that has ended where it is not said
     * @param name part of a client's id or name
     * @param page of clients, from 1
     */
    @GetMapping("/lake")
    String calendar(
            @RequestParam(required = false) LocalDate to,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "1") int page,
            Model model) {
        String part = name.strip().toLowerCase(Locale.ROOT);
        List<Client> chosen = clients.all().stream()
                .filter(client -> (client.id() + " " + client.name())
                        .toLowerCase(Locale.ROOT)
                        .contains(part))
                .toList();
        int pages = Math.max(1, (chosen.size() + CLIENTS - 1) / CLIENTS);
        int at = Math.min(Math.max(1, page), pages);
        List<Client> shown = chosen.subList((at - 1) * CLIENTS, Math.min(at * CLIENTS, chosen.size()));
        LocalDate newest = daysHeld.lastDay(clients.all());
        LocalDate last = to == null || to.isAfter(newest) ? newest : to;
        LocalDate first = last.minusDays(DAYS - 1L);
        model.addAttribute("rows", daysHeld.of(shown, first, last, true));
        model.addAttribute("first", first);
        model.addAttribute("last", last);
        model.addAttribute("newest", newest);
        model.addAttribute("dates", first.datesUntil(last.plusDays(1)).toList());
        model.addAttribute("earlier", first.minusDays(1));
        model.addAttribute("later", last.isBefore(newest) ? last.plusDays(DAYS) : null);
        model.addAttribute("oldest", oldestGap.last());
        model.addAttribute("name", name);
        model.addAttribute("count", chosen.size());
        model.addAttribute("page", at);
        model.addAttribute("pages", pages);
        return "lake";
    }

    /** @param year the current one where it is not said */
    @GetMapping("/lake/{id}")
    String year(@PathVariable String id, @RequestParam(required = false) Integer year, Model model) {
        Client client = clients.get(new ClientId(id));
        LocalDate newest = daysHeld.lastDay(List.of(client));
        Year shown = Year.of(year == null ? newest.getYear() : Math.min(Math.max(2000, year), newest.getYear()));
        DaysHeld.OfClient days = daysHeld.of(List.of(client), shown.atDay(1), shown.atDay(shown.length()), true)
                .get(0);
        model.addAttribute("client", client);
        model.addAttribute("year", shown.getValue());
        model.addAttribute("newestYear", newest.getYear());
        model.addAttribute("gap", days.oldestGap());
        model.addAttribute(
                "months",
                java.util.stream.IntStream.rangeClosed(1, 12)
                        .mapToObj(shown::atMonth)
                        .map(month -> days.days(month.atDay(1), month.atEndOfMonth()))
                        .toList());
        return "lake-client";
    }

    @GetMapping("/lake/{id}/{date}")
    String day(@PathVariable String id, @PathVariable LocalDate date, Model model) {
        Client client = clients.get(new ClientId(id));
        model.addAttribute("client", client);
        model.addAttribute("date", date);
        model.addAttribute("files", dayFiles.of(client, date));
        return "lake-day";
    }

    @GetMapping("/lake/{id}/{date}/{entity}")
    String file(@PathVariable String id, @PathVariable LocalDate date, @PathVariable String entity, Model model) {
        Client client = clients.get(new ClientId(id));
        Entity parsed = Entity.parse(entity);
        model.addAttribute("client", client);
        model.addAttribute("date", date);
        model.addAttribute("entity", parsed);
        model.addAttribute("text", dayFiles.firstBytes(client.id(), date, parsed));
        return "lake-file";
    }
}
