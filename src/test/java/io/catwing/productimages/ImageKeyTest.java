package io.catwing.productimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.client.ClientId;
import io.catwing.failure.QuarantinedFailure;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageKeyTest {
    private static final ClientId CLIENT = new ClientId("CW-000200");

    /** Any text that PostgreSQL can hold, and what is likely to be mistaken for something else more often than by chance. */
    @Provide
    Arbitrary<String> ids() {
        Arbitrary<String> any = Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(40)
                .filter(id -> StandardCharsets.UTF_8.newEncoder().canEncode(id));
        Arbitrary<String> tricky = Arbitraries.strings()
                .withChars("aA.%/\\2EFfe+= _-é?#")
                .ofMinLength(1)
                .ofMaxLength(8);
        return Arbitraries.oneOf(any, tricky);
    }

    @Property(tries = 2000)
    void the_key_of_any_id_stays_under_its_prefix_and_gives_the_id_back(@ForAll("ids") String id) {
        ObjectKey key = ImageKey.of(CLIENT, id);
        assertThat(key.toString()).startsWith("product-images/CW-000200/").endsWith(".jpg");
        assertThat(key.path().substring("CW-000200/".length()))
                .doesNotContain("/")
                .doesNotStartWith(".");
        assertThat(ImageKey.productId(key)).contains(id);
    }

    @Property(tries = 2000)
    void two_ids_never_have_one_key_not_even_where_case_is_not_told_apart(
            @ForAll("ids") String one, @ForAll("ids") String other) {
        String first = ImageKey.of(CLIENT, one).toString().toLowerCase(Locale.ROOT);
        String second = ImageKey.of(CLIENT, other).toString().toLowerCase(Locale.ROOT);
        assertThat(first.equals(second)).isEqualTo(one.equals(other));
    }

    @ParameterizedTest
    @CsvSource({
        "SKU-00001, SKU-00001.jpg", "A/1, A%2F1.jpg", "., %2E.jpg", ".., %2E..jpg", "15056bl, 15056%62%6C.jpg",
        "A.B_C, A.B_C.jpg", "A%2F1, A%252F1.jpg", "Ä, %C3%84.jpg", "A B, A%20B.jpg", "../../x, %2E.%2F..%2F%78.jpg"
    })
    void a_key_reads_like_its_id(String id, String name) {
        assertThat(ImageKey.of(CLIENT, id)).hasToString("product-images/CW-000200/" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CW-000200/abc.jpg",
                "CW-000200/A.png",
                "CW-000200/.jpg",
                "A.jpg",
                "CW-000200/A%2.jpg",
                "CW-000200/A%2f1.jpg",
                "CW-000200/%FF.jpg",
                "CW-000200/A/B.jpg",
                "CW-000200/A+B.jpg"
            })
    void a_key_that_we_would_not_write_is_no_products(String path) {
        assertThat(ImageKey.productId(new ObjectKey(Area.PRODUCT_IMAGES, path))).isEmpty();
    }

    @Test
    void an_id_that_cannot_be_in_a_key_says_why() {
        assertThat(ImageKey.of(CLIENT, "A".repeat(995)).toString()).hasSize(1024);
        assertThatThrownBy(() -> ImageKey.of(CLIENT, "A".repeat(996)))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("the key of its image would be 1025 bytes long, and S3 takes 1024\n"
                        + "HINT: give the product a shorter id, or do without its image");
        assertThatThrownBy(() -> ImageKey.of(CLIENT, "")).hasMessageStartingWith("the product id is empty\nHINT: ");
        assertThatThrownBy(() -> ImageKey.of(CLIENT, "\ud800"))
                .hasMessageStartingWith("the product id is not Unicode text\nHINT: ");
    }
}
