package io.catwing.productimages;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.Digests;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class LoadProductImagesIT {
    private final ImagesFixture fixture = new ImagesFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void fetched(String product, byte[] bytes) {
        fixture.erp.stubFor(
                get("/api/" + product + ".jpg").willReturn(aResponse().withBody(bytes)));
        fixture.product(product, product + ".jpg");
        assertThat(fixture.fetch().message()).isNull();
    }

    private void uploaded(String key, byte[] bytes) {
        fixture.bucket.s3().putObject(p -> p.bucket(fixture.bucket.name()).key(key), RequestBody.fromBytes(bytes));
    }

    private List<Map<String, Object>> rows() {
        return fixture.jdbc.queryForList("select * from general.product_image order by client_id, product_id");
    }

    private Map<String, Digests.Digest> digests() throws Exception {
        return new Digests(fixture.database.dataSource()).all();
    }

    @Test
    void a_row_says_what_lies_in_s3() {
        fixture.start();
        fetched("1", Samples.jpeg(60, 50));
        StepResult outcome = fixture.load();
        assertThat(outcome)
                .extracting(StepResult::stage, StepResult::subject, StepResult::outcome, StepResult::records)
                .containsExactly("product-images", "load", Outcome.DONE, 1L);
        assertThat(rows()).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("client_id", "CW-000200")
                .containsEntry("product_id", "1")
                .containsEntry("object_key", "product-images/CW-000200/1.jpg")
                .containsEntry("bytes", (long) Samples.jpeg(60, 50).length)
                .containsEntry("width", 60)
                .containsEntry("height", 50)
                .containsEntry("etag", fixture.stored().get("1").etag())
                .containsEntry("picture_url", "http://erp.test:" + fixture.erp.port() + "/api/1.jpg")
                .hasEntrySatisfying(
                        "sha256", sha256 -> assertThat((String) sha256).hasSize(64)));
    }

    @Test
    void what_did_not_change_is_left_alone_what_changed_is_read_and_what_is_gone_goes() {
        fixture.start();
        fetched("1", Samples.jpeg());
        fetched("2", Samples.jpeg());
        fetched("3", Samples.jpeg());
        assertThat(fixture.load().records()).isEqualTo(3);
        Timestamp before = loadedAt("1");
        assertThat(fixture.load().outcome()).isEqualTo(Outcome.ALREADY_THERE);

        fetched("2", Samples.jpeg(60, 50));
        fixture.bucket.s3().deleteObject(d -> d.bucket(fixture.bucket.name()).key("product-images/CW-000200/3.jpg"));
        assertThat(fixture.load())
                .extracting(StepResult::outcome, StepResult::records)
                .containsExactly(Outcome.DONE, 1L);

        assertThat(rows())
                .extracting(row -> row.get("product_id") + " " + row.get("width"))
                .containsExactly("1 40", "2 60");
        assertThat(loadedAt("1")).isEqualTo(before);
    }

    private Timestamp loadedAt(String product) {
        return fixture.jdbc.queryForObject(
                "select loaded_at from ops.lake_ledger where object_key = ?",
                Timestamp.class,
                "product-images/CW-000200/" + product + ".jpg");
    }

    @Test
    void an_image_by_hand_is_measured_and_what_is_none_is_told_once() {
        fixture.start();
        uploaded("product-images/CW-000200/HAND.jpg", Samples.jpeg(70, 20));
        uploaded("product-images/CW-000200/GIF.jpg", Samples.written(Samples.image(4, 4, false), "gif"));
        uploaded("product-images/CW-000200/hand.jpg", Samples.jpeg());
        uploaded("product-images/CW-000200/notes.txt", Samples.text("notes"));
        uploaded("product-images/CW-000151/OTHER.jpg", Samples.jpeg());

        StepResult outcome = fixture.load();

        assertThat(outcome)
                .extracting(StepResult::records, StepResult::rejected)
                .containsExactly(1L, 3L);
        assertThat(rows()).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("product_id", "HAND")
                .containsEntry("width", 70)
                .containsEntry("picture_url", null));
        assertThat(fixture.failures())
                .containsEntry(
                        "product-images/CW-000200/GIF.jpg",
                        "product-images/CW-000200/GIF.jpg, uploaded by hand: it is a GIF, and only a JPEG may lie here\n"
                                + "HINT: upload a JPEG")
                .hasEntrySatisfying("product-images/CW-000200/hand.jpg", reason -> assertThat(reason)
                        .startsWith("product-images/CW-000200/hand.jpg is not the key of a product's image\nHINT: "))
                .hasSize(3);
        assertThat(fixture.load().outcome()).isEqualTo(Outcome.ALREADY_THERE);

        uploaded("product-images/CW-000200/GIF.jpg", Samples.jpeg());
        fixture.load();
        assertThat(fixture.failures()).hasSize(2).doesNotContainKey("product-images/CW-000200/GIF.jpg");
    }

    @Test
    void objects_whose_names_are_no_images_are_named_by_each_load() {
        fixture.start();
        uploaded("product-images/CW-000200/OK.jpg", Samples.jpeg());
        uploaded("product-images/CW-000200/A (1).jpg", Samples.jpeg());
        uploaded("product-images/CW-000200/small.jpg", Samples.jpeg());
        uploaded("product-images/CW-000200/Gr\u00fc\u00dfe.png", Samples.text("x"));
        uploaded("product-images/CW-000151/B (1).jpg", Samples.jpeg());

        String told = "3 files are not read, for the name is none that is expected:"
                + " A (1).jpg, Gr\u00fc\u00dfe.png, small.jpg\nHINT: ";
        assertThat(fixture.load().message())
                .startsWith("1 objects are no images\n  product-images/CW-000200/small.jpg is not the key")
                .contains("\n" + told);
        assertThat(fixture.load()).satisfies(again -> {
            assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_THERE);
            assertThat(again.message())
                    .isEqualTo(told
                            + "keys are {client}/{product_id}.jpg; docs/reference/product-images.md says how an id is"
                            + " written in them");
        });
        assertThat(rows()).extracting(row -> row.get("product_id")).containsExactly("OK");
    }

    @Test
    void the_server_and_the_database_agree_on_the_order_of_keys() {
        fixture.start();
        List<String> products = List.of("%61", "-A", "A", "A%2F1", "A-1", "A.1", "A1", "AB", "A_1", "B", "_A");
        products.forEach(product -> uploaded("product-images/CW-000200/" + product + ".jpg", Samples.jpeg()));
        uploaded("product-images/CW-000200/A/1.jpg", Samples.jpeg());
        StepResult loaded = fixture.load();
        assertThat(loaded)
                .extracting(StepResult::records, StepResult::rejected)
                .containsExactly((long) products.size(), 0L);
        assertThat(loaded.message()).contains("A/1.jpg");
        assertThat(fixture.load().outcome()).isEqualTo(Outcome.ALREADY_THERE);

        fixture.bucket.s3().deleteObject(d -> d.bucket(fixture.bucket.name()).key("product-images/CW-000200/A-1.jpg"));
        assertThat(fixture.load())
                .extracting(StepResult::outcome, StepResult::records, StepResult::rejected)
                .containsExactly(Outcome.DONE, 0L, 0L);
        assertThat(rows())
                .extracting(row -> row.get("product_id"))
                .hasSize(products.size() - 1)
                .doesNotContain("A-1");
    }

    @Test
    void a_rebuilt_table_is_equal_to_one_that_grew() throws Exception {
        fixture.start();
        fetched("1", Samples.jpeg());
        fixture.load();
        fetched("2", Samples.png(true));
        uploaded("product-images/CW-000200/HAND.jpg", Samples.jpeg(70, 20));
        uploaded("product-images/CW-000200/BAD.jpg", Samples.text("<svg/>"));
        fixture.load();
        fetched("1", Samples.jpeg(60, 50));
        // The same bytes under another address: S3's ETag stays.
        fixture.erp.stubFor(get("/api/moved.jpg").willReturn(aResponse().withBody(Samples.png(true))));
        fixture.product("2", "moved.jpg");
        fixture.fetch();
        fixture.jdbc.update("update ops.lake_ledger set etag = 'as if put long ago' where object_key like '%/2.jpg'");
        fixture.load();
        Map<String, Digests.Digest> grown = digests();
        assertThat(rows())
                .anySatisfy(row -> assertThat((String) row.get("picture_url")).endsWith("/moved.jpg"));

        fixture.run("direct:load-product-images", true);
        assertThat(digests()).isEqualTo(grown);

        fixture.jdbc.execute("truncate general.product_image, ops.lake_ledger");
        fixture.load();
        assertThat(digests()).isEqualTo(grown);
    }
}
