package io.catwing.service.page;

import io.catwing.client.ClientId;
import io.catwing.service.Routes;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The routes by stage and client; operators stop, start and fire them. */
@Controller
@ConditionalOnWebApplication
class RoutesPage {
    private static final int ROWS = 100;

    private final Routes routes;
    private final Updates updates;

    RoutesPage(Routes routes, Updates updates) {
        this.routes = routes;
        this.updates = updates;
    }

    @GetMapping("/routes")
    ModelAndView routes(
            @RequestParam(defaultValue = "") String group,
            @RequestParam(defaultValue = "") String client,
            @RequestParam(defaultValue = "0") int page) {
        int at = Math.max(0, page);
        List<Routes.Shown> found = routes.list(
                group.isEmpty() ? null : group,
                client.isEmpty() ? null : new ClientId(client).value(),
                ROWS + 1,
                (long) at * ROWS);
        return new ModelAndView(
                "routes",
                Map.of(
                        "routes",
                        found.stream().limit(ROWS).toList(),
                        "groups",
                        routes.groups(),
                        "group",
                        group,
                        "client",
                        client,
                        "page",
                        at,
                        "more",
                        found.size() > ROWS));
    }

    /** Comes back to the same page. */
    @PostMapping("/routes/{id}/{action:start|stop|fire}")
    String act(
            @PathVariable String id,
            @PathVariable String action,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(defaultValue = "") String client,
            @RequestParam(defaultValue = "0") int page,
            HttpServletRequest request,
            RedirectAttributes back) {
        routes.act(
                Routes.Action.valueOf(action.toUpperCase(Locale.ROOT)),
                id,
                request.getRemoteUser(),
                request.getRemoteAddr());
        updates.changed("routes");
        back.addAttribute("group", group).addAttribute("client", client).addAttribute("page", page);
        return "redirect:/routes";
    }
}
