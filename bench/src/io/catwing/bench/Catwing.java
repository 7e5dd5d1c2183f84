package io.catwing.bench;

import io.catwing.Application;
import io.catwing.client.Entity;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.support.Servers;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Ours: the application as it is, through its own door, from S3. */
final class Catwing implements Contender {
    private final Servers.Bucket bucket;
    private final Way way;
    private final String note;

    /** @param note the end of its name */
    Catwing(Servers.Bucket bucket, Way way, String note) {
        this.note = note;
        this.bucket = bucket;
        this.way = way;
    }

    /** What is measured. */
    enum Way {
        LOAD("catwing load"),
        /** Everything was loaded before; it is loaded a second time. */
        AGAIN("catwing load --again"),
        BULK("catwing replay --bulk"),
        /** Keys stay, for the load looks rows up by them; indexes and triggers are made afterwards. */
        INDEXES_LAST("catwing load, indexes last");

        private final String command;

        Way(String command) {
            this.command = command;
        }
    }

    @Override
    public String name() {
        return way.command + note;
    }

    @Override
    public Prepared prepare(Servers.Database database, Sales sales, int connections) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "bench",
                        Map.of(
                                "catwing.db.url", database.url(),
                                "catwing.db.user", database.user(),
                                "catwing.s3.endpoint", bucket.endpoint(),
                                "catwing.s3.access-key", bucket.accessKey(),
                                "catwing.s3.secret-key", bucket.secretKey(),
                                "catwing.s3.bucket", bucket.name(),
                                "catwing.clients", "bench/clients",
                                "logging.level.root", "WARN")));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .environment(environment)
                .logStartupInfo(false)
                .initializers(c -> c.getBeanFactory().registerSingleton("progress", Progress.NONE))
                .run();
        Prepared prepared = new Prepared() {
            @Override
            public void load(int days) throws Exception {
                LocalDate to = sales.days().get(days - 1).key().date();
                if (way == Way.INDEXES_LAST) {
                    TakenOff taken = TakenOff.of(database);
                    send(context, "direct:load", order(sales, to, false, connections));
                    taken.restore(connections);
                } else if (way == Way.BULK) {
                    send(
                            context,
                            "direct:replay",
                            Job.of(RunId.next(), "test", List.of(sales.client()))
                                    .entities(List.of(Entity.SALES_ORDERS))
                                    .between(null, to)
                                    .parallel(connections)
                                    .with(Job.Option.BULK));
                } else {
                    send(context, "direct:load", order(sales, to, way == Way.AGAIN, connections));
                }
            }

            @Override
            public void close() {
                context.close();
            }
        };
        if (way == Way.AGAIN) {
            // What is not measured of a second load.
            send(context, "direct:load", order(sales, null, false, connections));
        }
        return prepared;
    }

    private static Job order(Sales sales, LocalDate to, boolean again, int connections) {
        return Job.of(RunId.next(), "test", List.of(sales.client()))
                .entities(List.of(Entity.SALES_ORDERS))
                .between(null, to)
                .with(Job.Option.AGAIN, again)
                .parallel(connections);
    }

    @SuppressWarnings("unchecked")
    private static void send(ConfigurableApplicationContext context, String door, Object order) {
        List<StepResult> results = context.getBean(ProducerTemplate.class).requestBody(door, order, List.class);
        results.stream()
                .filter(o -> o.outcome() == StepResult.Outcome.FAILED)
                .findFirst()
                .ifPresent(o -> {
                    throw new IllegalStateException(o.message());
                });
    }
}
