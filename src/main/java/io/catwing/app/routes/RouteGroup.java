package io.catwing.app.routes;

import java.util.Comparator;
import java.util.Objects;
import org.apache.camel.Route;

/** The stage that a route is listed under. */
public final class RouteGroup {
    public static final Comparator<Route> BY_GROUP_AND_ID =
            Comparator.comparing(RouteGroup::of).thenComparing(Route::getRouteId);

    private RouteGroup() {}

    /** What the route says, and {@code user} for one of the user's own that says nothing. */
    public static String of(Route route) {
        return Objects.requireNonNullElse(route.getGroup(), "user");
    }
}
