package io.catwing.bench;

import io.catwing.Application;
import io.catwing.client.Entity;
import io.catwing.load.LoadOrder;
import io.catwing.run.Progress;
import io.catwing.run.RunId;
import io.catwing.run.StepOutcome;
import io.catwing.support.Servers;
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
    private final boolean again;

    /** @param again everything was loaded before; it is loaded a second time */
    Catwing(Servers.Bucket bucket, boolean again) {
        this.bucket = bucket;
        this.again = again;
    }

    @Override
    public String name() {
        return again ? "catwing load --again" : "catwing load";
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
            @SuppressWarnings("unchecked")
            public void load(int days) {
                LoadOrder order = new LoadOrder(
                        RunId.next(),
                        List.of(sales.client()),
                        List.of(Entity.SALES_ORDERS),
                        null,
                        sales.days().get(days - 1).key().date(),
                        again,
                        false,
                        connections);
                List<StepOutcome> outcomes =
                        context.getBean(ProducerTemplate.class).requestBody("direct:load", order, List.class);
                outcomes.stream()
                        .filter(o -> o.outcome() == StepOutcome.Outcome.FAILED)
                        .findFirst()
                        .ifPresent(o -> {
                            throw new IllegalStateException(o.message());
                        });
            }

            @Override
            public void close() {
                context.close();
            }
        };
        if (again) {
            new FirstLoad(context, sales, connections).run();
        }
        return prepared;
    }

    /** What is not measured of a second load. */
    private record FirstLoad(ConfigurableApplicationContext context, Sales sales, int connections) {
        void run() {
            context.getBean(ProducerTemplate.class)
                    .requestBody(
                            "direct:load",
                            new LoadOrder(
                                    RunId.next(),
                                    List.of(sales.client()),
                                    List.of(Entity.SALES_ORDERS),
                                    null,
                                    null,
                                    false,
                                    false,
                                    connections));
        }
    }
}
