package io.catwing.productimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.SpoolFolder;
import io.catwing.bucket.StoredObject;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.Digests;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A load of images holds a batch of them, however many there are. */
class ManyImagesIT {
    private static final int IMAGES = Integer.getInteger("catwing.images", 300_000);
    private static final String HEAP = System.getProperty("catwing.images.heap", "40m");
    private static final String ETAG = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private final Servers.Database database = Servers.database();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private static StepResult load(DataSource database, ObjectStore store, Path home) {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            return new LoadImages(
                            store, database, new ReadImage(store, new SpoolFolder(home), new VerifyImage()), threads)
                    .load(ImagesFixture.CLIENT, RunId.next(), false);
        } finally {
            threads.shutdownNow();
        }
    }

    private StepResult load(List<StoredObject> listed) {
        return load(database.dataSource(), new ListedImages(others -> listed.stream()), folder);
    }

    private static String product(int number) {
        return "P%09d".formatted(number);
    }

    /** What the test starts as a process. */
    public static final class Load {
        private Load() {}

        /** @param args where the database is, its user, how many images are listed, and a folder */
        public static void main(String... args) {
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(args[0]);
            database.setUser(args[1]);
            int images = Integer.parseInt(args[2]);
            ObjectStore store =
                    new ListedImages(others -> IntStream.rangeClosed(1, images).mapToObj(number -> {
                        others.accept(ImagesFixture.CLIENT + "/" + product(number) + " (1).jpg");
                        return ListedImages.image(product(number), ETAG);
                    }));
            StepResult result = load(database, store, Path.of(args[3]));
            System.out.println(result.outcome() + ": " + result.message());
        }
    }

    @Test
    void as_many_images_as_a_client_may_have_are_compared_within_a_small_heap() {
        jdbc.update(
                """
                insert into ops.lake_ledger (object_key, client_id, stage, etag, rows_loaded, rows_rejected, run_id)
                select 'product-images/CW-000200/P' || lpad(n::text, 9, '0') || '.jpg', 'CW-000200', 'product-images',
                    ?, 1, 0, 'before'
                from generate_series(1, ?) as n""",
                ETAG + "@0",
                IMAGES);

        Child load = Child.start(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx" + HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Load.class.getName()),
                Map.of(),
                Path.of("."),
                database.url(),
                database.user(),
                "" + IMAGES,
                folder.toString());

        assertThat(load.await()).as(load.output()).isZero();
        assertThat(load.output())
                .contains("ALREADY_THERE: " + IMAGES + " files are not read, for the name is none that is expected: "
                        + "P000000001 (1).jpg, P000000002 (1).jpg, P000000003 (1).jpg and " + (IMAGES - 3) + " more\n");
    }

    @Test
    void whatever_comes_goes_and_changes_the_table_is_as_s3_lists_it() throws Exception {
        List<StoredObject> before = new ArrayList<>();
        List<StoredObject> after = new ArrayList<>();
        for (int number = 0; number < 3500; number++) {
            if (number % 7 != 0) {
                before.add(ListedImages.image(product(number), ETAG));
            }
            // A run of more than a batch goes, and some here and there.
            boolean gone = number > 1000 && number < 2200 || number % 5 == 0;
            if (!gone) {
                after.add(ListedImages.image(product(number), number % 3 == 0 ? "another" : ETAG));
            }
        }
        assertThat(load(before).records()).isEqualTo(before.size());
        assertThat(load(before).outcome()).isEqualTo(Outcome.ALREADY_THERE);

        StepResult outcome = load(after);

        long known = after.stream().filter(new HashSet<>(before)::contains).count();
        assertThat(outcome.records()).isEqualTo(after.size() - known);
        assertThat(jdbc.queryForList(
                        "select object_key || ' ' || etag from general.product_image order by 1", String.class))
                .isEqualTo(after.stream()
                        .map(object -> object.key() + " " + object.etag())
                        .toList());
        Map<String, Digests.Digest> grown = new Digests(database.dataSource()).all();
        jdbc.execute("truncate general.product_image, ops.lake_ledger");
        load(after);
        assertThat(new Digests(database.dataSource()).all()).isEqualTo(grown);

        assertThat(load(List.of()).outcome()).isEqualTo(Outcome.DONE);
        assertThat(jdbc.queryForObject(
                        "select (select count(*) from general.product_image) + (select count(*) from ops.lake_ledger)",
                        Integer.class))
                .isZero();
        assertThat(load(List.of()).outcome()).isEqualTo(Outcome.ALREADY_THERE);
    }

    /** Some servers list folder by folder, though "-" comes before "/". */
    @Test
    void a_folder_that_somebody_made_is_no_image_wherever_the_list_has_it() {
        StepResult loaded = load(Stream.of("A", "OLD/X", "OLD-1")
                .map(name -> ListedImages.image(name, ETAG))
                .toList());

        assertThat(loaded.message()).contains("OLD/X.jpg");
        assertThat(jdbc.queryForList("select product_id from general.product_image order by product_id", String.class))
                .containsExactly("A", "OLD-1");
    }

    @Test
    void a_list_that_is_not_in_the_order_of_keys_is_refused_and_changes_nothing() {
        load(List.of(ListedImages.image("A", ETAG), ListedImages.image("B", ETAG)));

        for (Stream<String> wrong : List.of(Stream.of("C", "B"), Stream.of("A", "A"))) {
            List<StoredObject> listed =
                    wrong.map(product -> ListedImages.image(product, ETAG)).toList();
            assertThatThrownBy(() -> load(listed))
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessage("S3 lists " + listed.get(1).key() + " after "
                            + listed.get(0).key()
                            + ", which is not the order of keys\nHINT: look into the S3 server, and into a proxy or cache"
                            + " before it; no list of it can be believed");
        }
        assertThat(jdbc.queryForList("select product_id from general.product_image order by product_id", String.class))
                .containsExactly("A", "B");
    }
}
