package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.app.routes.RouteWatch;
import io.catwing.app.routes.UserRoutes;
import io.catwing.client.Clients;
import io.catwing.job.RefusedClientFiles;
import io.catwing.recover.Rights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing run}: the service: fetches, backs up and drills by timers, and is managed through JMX. */
@Command(
        name = "run",
        description =
                "Stays up: fetches and loads every day, backs up every night and drills every week by timers; routes can be"
                        + " watched and stopped through JMX.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    /** Routes that only this command starts. */
    private static final List<String> TIMERS =
            List.of("fetch-yesterday", "fetch-owed", "nightly-backup", "weekly-drill");

    @Option(
            names = "--cron",
            paramLabel = "CRON",
            description = "When the day is fetched (Quartz cron). Default: every day at 03:15.")
    private String cron;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(Clients.LEAVE_OUT, "true"));
        if (cron != null) {
            settings.put("catwing.daily.cron", cron);
        }
        try (Pipeline pipeline = Start.service(settings);
                RouteWatch watch = new RouteWatch(pipeline.bean(UserRoutes.class))) {
            pipeline.bean(Clients.class).atLeastOne();
            StopGuard.install();
            for (String timer : TIMERS) {
                pipeline.bean(CamelContext.class).getRouteController().startRoute(timer);
            }
            pipeline.bean(UserRoutes.class).startAll();
            watch.start();
            pipeline.bean(RefusedClientFiles.class).tell();
            // Reported, but no reason not to fetch.
            pipeline.bean(Rights.class)
                    .lacking()
                    .forEach(lacking -> spec.commandLine().getErr().println("catwing: " + lacking));
            spec.commandLine().getOut().println("catwing is up; stop it with Ctrl-C or SIGTERM.");
            spec.commandLine().getOut().flush();
            Thread.currentThread().join();
            return 0;
        }
    }
}
