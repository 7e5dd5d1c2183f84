package io.catwing.productimages;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.ClientFiles;
import io.catwing.client.Clients;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.RunId;
import io.catwing.job.Stopping;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

class ImageQueueIT {
    private static final int IMAGES = Integer.getInteger("catwing.images", 150_000);
    private static final String HEAP = System.getProperty("catwing.images.heap", "40m");

    @TempDir
    Path folder;

    private final Servers.Database database = Servers.database();
    private final JdbcTemplate sql = new JdbcTemplate(database.dataSource());

    @BeforeEach
    void products() {
        sql.update(
                "insert into general.product (client_id, product_id, picture_url, source_date, first_seen)"
                        + " select client, n::text, case when n % 10 <> 0 then n || '.jpg' else ' ' end, date '2026-02-24',"
                        + " date '2026-02-24' from generate_series(1, 2500) as n, (values ('CW-000151'), ('CW-000200')) c (client)");
        sql.update("update general.product set product_id = '' where client_id = 'CW-000200' and product_id = '1'");
    }

    private List<String> expected() {
        return sql.queryForList(
                "select product_id from general.product where client_id = 'CW-000200' and picture_url <> ' '"
                        + " order by product_id",
                String.class);
    }

    private ImageQueue queue() {
        return new ImageQueue(
                JdbcClient.create(database.dataSource()), ImagesFixture.CLIENT, true, image -> !image.url()
                        .equals("7.jpg"));
    }

    private static List<String> all(ImageQueue queue) {
        List<String> products = new ArrayList<>();
        for (ImageRequest image = queue.poll(); image != null; image = queue.poll()) {
            assertThat(image.again()).isTrue();
            products.add(image.productId());
        }
        return products;
    }

    @Test
    void page_after_page_each_image_of_the_client_that_is_wanted_comes_once() {
        List<String> expected = expected();
        assertThat(expected).hasSize(2250).contains("");
        expected.remove("7");
        assertThat(all(queue())).isEqualTo(expected);
    }

    @Test
    void workers_that_share_it_get_each_image_once() {
        ImageQueue queue = queue();
        List<CompletableFuture<List<String>>> workers = IntStream.range(0, 4)
                .mapToObj(worker -> CompletableFuture.supplyAsync(() -> all(queue)))
                .toList();
        Stream<String> taken = workers.stream().flatMap(worker -> worker.join().stream());
        List<String> expected = expected();
        expected.remove("7");
        assertThat(taken).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void what_is_cleared_has_nothing_more_though_pages_are_left() {
        ImageQueue queue = queue();
        assertThat(queue.poll()).isNotNull();
        queue.clear();
        assertThat(queue.poll()).isNull();
    }

    /** What the test starts as a process. */
    public static final class Plan {
        private Plan() {}

        /** @param args where the database is, its user, and the folder of the clients' files */
        public static void main(String... args) throws IOException {
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(args[0]);
            database.setUser(args[1]);
            Clients clients =
                    new Clients(ClientFiles.read(Path.of(args[2]), name -> null).clients());
            PlanImages plan = new PlanImages(clients, JdbcClient.create(database), null, Progress.NONE, new Stopping());
            Job job = Job.of(RunId.next(), "test", List.of(ImagesFixture.CLIENT));
            List<ImageWorker> workers = plan.begin(job, new DefaultExchange(new DefaultCamelContext()));
            int images = 0;
            for (ImageRequest image : workers.get(0)) {
                images += image.url().isEmpty() ? 0 : 1;
            }
            System.out.println(workers.size() + " workers, " + images + " images");
        }
    }

    @Test
    void as_many_images_as_a_client_may_have_are_planned_within_a_small_heap() throws IOException {
        sql.update("delete from general.product");
        sql.update(
                "insert into general.product (client_id, product_id, picture_url, source_date, first_seen)"
                        + " select 'CW-000200', 'P' || lpad(n::text, 9, '0'), repeat('a', 80) || n || '.jpg', date"
                        + " '2026-02-24', date '2026-02-24' from generate_series(1, ?) as n",
                IMAGES);
        Files.writeString(
                folder.resolve("CW-000200.yaml"),
                """
                client: CW-000200
                name: Many images
                erp: {url: "http://127.0.0.1:1"}
                images: {concurrent_requests: 3}
                entities:
                  products: {snapshot: true, request: {path: /products}, mapping: {product_id: /id}}
                """);

        Child plan = Child.start(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx" + HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Plan.class.getName()),
                Map.of(),
                Path.of("."),
                database.url(),
                database.user(),
                folder.toString());

        assertThat(plan.await()).as(plan.output()).isZero();
        assertThat(plan.output()).contains("3 workers, " + IMAGES + " images");
    }
}
