package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.app.routes.RouteGroup;
import io.catwing.client.AskedErps;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code catwing routes}: the names of the routes in JMX. */
@Command(
        name = "routes",
        description = "Lists the routes by stage, under the names that they have in JMX.",
        mixinStandardHelpOptions = true)
final class RoutesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Pipeline pipeline = Start.besideDatabase(Map.of(AskedErps.PROPERTY, "all"))) {
            CamelContext camel = pipeline.bean(CamelContext.class);
            List<Route> routes = camel.getRoutes().stream()
                    .sorted(RouteGroup.BY_GROUP_AND_ID)
                    .toList();
            spec.commandLine()
                    .getOut()
                    .println(Tables.table(
                            routes,
                            Tables.text("stage", RouteGroup::of),
                            Tables.text("route", Route::getRouteId),
                            Tables.text("status", route -> camel.getRouteController()
                                    .getRouteStatus(route.getRouteId())),
                            Tables.text("what it does", Route::getDescription)));
            spec.commandLine().getOut().printf("%d routes%n", routes.size());
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
