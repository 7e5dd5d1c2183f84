package io.catwing.service.api;

import io.catwing.client.ClientId;
import io.catwing.service.Routes;
import io.catwing.service.Routes.Action;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The routes: what they did, and operators stop, start and fire them. */
@RestController
@RequestMapping("/api/v1/routes")
@ConditionalOnWebApplication
class RoutesController {
    private final Routes routes;

    RoutesController(Routes routes) {
        this.routes = routes;
    }

    @Operation(summary = "The routes by stage and name, with what they did")
    @GetMapping
    Page<Routes.Shown> routes(
            @RequestParam(required = false) String group,
            @RequestParam(required = false) ClientId client,
            @ParameterObject @Valid Paging paging) {
        return Page.of(
                paging, routes.list(group, client == null ? null : client.value(), paging.rows(), paging.skip()));
    }

    @Operation(summary = "Starts a route")
    @PostMapping("/{id}/start")
    Routes.Shown start(@PathVariable String id, Authentication user, HttpServletRequest request) {
        return routes.act(Action.START, id, user.getName(), request.getRemoteAddr());
    }

    @Operation(summary = "Stops a route")
    @PostMapping("/{id}/stop")
    Routes.Shown stop(@PathVariable String id, Authentication user, HttpServletRequest request) {
        return routes.act(Action.STOP, id, user.getName(), request.getRemoteAddr());
    }

    @Operation(summary = "Does now what a route's timer does; it goes on after the answer")
    @PostMapping("/{id}/fire")
    Routes.Shown fire(@PathVariable String id, Authentication user, HttpServletRequest request) {
        return routes.act(Action.FIRE, id, user.getName(), request.getRemoteAddr());
    }
}
