package io.catwing.cli;

import io.catwing.app.AlertWatch;
import io.catwing.app.Pipeline;
import io.catwing.app.ServiceAccess;
import io.catwing.app.ServiceAddress;
import io.catwing.app.routes.RouteWatch;
import io.catwing.app.routes.UserRoutes;
import io.catwing.backup.DueBackup;
import io.catwing.client.Clients;
import io.catwing.job.ClientWatch;
import io.catwing.recover.DueDrill;
import io.catwing.recover.Rights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing serve}: the service: fetches, backs up and drills by timers, and is managed through JMX. */
@Command(
        name = "serve",
        aliases = "run",
        description =
                "Stays up: fetches and loads every day, backs up every night and drills every week by timers, and answers over"
                        + " HTTP; while it is up, status, fetch, load, backup, recover, verify and drill run through it.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    /** Routes that only this command starts. */
    private static final List<String> TIMERS =
            List.of("fetch-yesterday", "fetch-owed", "take-over", "nightly-backup", "weekly-drill", "delete-old");

    @Option(
            names = "--cron",
            paramLabel = "CRON",
            description = "When the day is fetched (Quartz cron). Default: every day at 03:15.")
    private String cron;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where it answers over HTTP, 0 for any free port. Default: SERVER_PORT, or 8080.")
    private Integer port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(Clients.LEAVE_OUT, "true"));
        if (cron != null) {
            settings.put("catwing.daily.cron", cron);
        }
        if (port != null) {
            settings.put("server.port", port.toString());
        }
        try (Pipeline pipeline = Start.service(settings);
                RouteWatch watch = new RouteWatch(pipeline.bean(UserRoutes.class))) {
            StopGuard.install();
            pipeline.bean(DueBackup.class).check();
            pipeline.bean(DueDrill.class).check();
            for (String timer : TIMERS) {
                pipeline.bean(CamelContext.class).getRouteController().startRoute(timer);
            }
            pipeline.bean(UserRoutes.class).startAll();
            watch.start();
            pipeline.bean(ClientWatch.class).start();
            pipeline.bean(AlertWatch.class).start();
            if (pipeline.bean(Clients.class).all().isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("catwing: there is no client yet; files are read as they come into "
                                + pipeline.bean(Clients.class).folder().toAbsolutePath());
            }
            // Reported, but no reason not to fetch.
            pipeline.bean(Rights.class)
                    .lacking()
                    .forEach(lacking -> spec.commandLine().getErr().println("catwing: " + lacking));
            tellOfHttp(pipeline);
            spec.commandLine().getOut().println("catwing is up; stop it with Ctrl-C or SIGTERM.");
            spec.commandLine().getOut().flush();
            Thread.currentThread().join();
            return 0;
        }
    }

    /** To whoever started it, and to commands in the same home. */
    private void tellOfHttp(Pipeline pipeline) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Environment environment = pipeline.bean(Environment.class);
        ServiceAccess access = pipeline.bean(ServiceAccess.class);
        String url = ServiceAddress.url(
                environment.getRequiredProperty("server.address"),
                environment.getRequiredProperty("local.server.port"));
        Path home = Path.of(environment.getRequiredProperty("catwing.home"));
        ServiceAddress address = new ServiceAddress(
                url, access.ownToken(), ProcessHandle.current().pid());
        address.write(home);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> address.remove(home), "service-address"));
        out.println("HTTP: " + url + ", users operator and viewer");
        access.madePassword().ifPresent(password -> out.println("password of operator, shown this once: " + password));
        out.flush();
    }
}
