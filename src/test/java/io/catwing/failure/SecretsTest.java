package io.catwing.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SecretsTest {

    @Test
    void a_secret_is_masked_in_each_form_in_which_it_is_echoed() {
        String secret = "p/ä s+w\"ö&rd";
        Secrets.register(secret);
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        assertThat(Secrets.mask("it was " + secret + "!")).isEqualTo("it was ***!");
        assertThat(Secrets.mask("q=" + encoded + "&x=1")).isEqualTo("q=***&x=1");
        assertThat(Secrets.mask("q=" + encoded.replace("+", "%20"))).isEqualTo("q=***");
        assertThat(Secrets.mask("q=" + encoded.toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo("q=***");
        assertThat(Secrets.mask("{\"key\": \"p\\/ä s+w\\\"ö&rd\"}")).isEqualTo("{\"key\": \"***\"}");
        assertThat(Secrets.mask("<b>p/ä s+w&quot;ö&amp;rd</b>")).isEqualTo("<b>***</b>");
    }

    @Test
    void several_lines_of_a_mounted_file_are_masked_one_by_one() {
        Secrets.register("first-line-of-key\nsecond-line-of-key");
        assertThat(Secrets.mask("got second-line-of-key")).isEqualTo("got ***");
    }

    @Test
    void what_is_too_short_to_be_told_from_ordinary_text_is_not_masked() {
        Secrets.register("abc");
        Secrets.register("");
        Secrets.register(null);
        assertThat(Secrets.mask("abc")).isEqualTo("abc");
        assertThat(Secrets.mask(null)).isNull();
    }

    @Test
    void what_an_erp_issued_is_masked_unless_it_is_a_word_or_what_json_is_made_of() {
        Secrets.registerIssued("Abc-9876");
        Secrets.registerIssued("stores");
        Secrets.registerIssued("\"subject\":");
        Secrets.registerIssued("        ");
        Secrets.registerIssued(null);

        String told = "        {\"subject\": \"stores\", \"error\": \"Abc-9876\"}";
        assertThat(Secrets.mask(told)).isEqualTo(told.replace("Abc-9876", "***"));
    }

    @Test
    void a_setting_is_masked_however_many_tokens_came_since_and_of_tokens_those_that_are_used() {
        long room = 10_000;
        Secrets.register("address-of-a-webhook");
        Secrets.registerForUse("token-that-is-used", room, 1000);
        Secrets.registerForUse("token-that-was-used", room, 1000);
        for (int renewed = 0; renewed < 5; renewed++) {
            Secrets.registerForUse("token-number-" + renewed + "-".repeat(500), room, 1000);
            Secrets.registerForUse("token-that-is-used", room, 1000);
        }

        assertThat(Secrets.mask("address-of-a-webhook, token-that-is-used, token-number-4" + "-".repeat(500)))
                .isEqualTo("***, ***, ***");
        assertThat(Secrets.mask("token-that-was-used")).isEqualTo("token-that-was-used");
    }

    @Test
    void of_what_erps_issue_the_newest_are_masked_and_no_more_than_so_many() {
        for (int issued = 0; issued < 4; issued++) {
            Secrets.registerForUse("issued-number-" + issued, 1 << 20, 3);
        }

        assertThat(Secrets.mask("issued-number-0, issued-number-1, issued-number-3"))
                .isEqualTo("issued-number-0, ***, ***");
    }

    @Test
    void of_two_secrets_that_overlap_no_half_is_left() {
        Secrets.register("the-first-and-common");
        Secrets.register("common-and-the-second");
        Secrets.register("common");

        assertThat(Secrets.mask("(the-first-and-common-and-the-second)")).isEqualTo("(***)");
        assertThat(Secrets.mask("commoncommon")).isEqualTo("******");
    }

    @Test
    void what_two_secrets_have_in_common_is_masked_as_long_as_one_of_them_is() {
        Secrets.registerForUse("one-of-two-lines\nline-of-both", 1 << 20, 2);
        Secrets.registerForUse("other-of-two-lines\nline-of-both", 1 << 20, 2);
        Secrets.registerForUse("another-one", 1 << 20, 2);
        assertThat(Secrets.mask("one-of-two-lines, line-of-both")).isEqualTo("one-of-two-lines, ***");

        Secrets.registerForUse("yet-another-one", 1 << 20, 2);
        assertThat(Secrets.mask("line-of-both")).isEqualTo("line-of-both");
    }

    @Property(tries = 300)
    void base64_does_not_hide_a_secret_whatever_stands_around_it(
            @ForAll @StringLength(max = 7) String before,
            @ForAll @AlphaChars @StringLength(min = 12, max = 30) String secret,
            @ForAll @StringLength(max = 7) String after) {
        Secrets.register(secret);
        byte[] pair = (before + secret + after).getBytes(StandardCharsets.UTF_8);
        for (Base64.Encoder encoder : new Base64.Encoder[] {
            Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding()
        }) {
            String masked = Secrets.mask("Basic " + encoder.encodeToString(pair));
            assertThat(masked).contains("***");
            // At most the bits beside its ends are left.
            assertThat(masked.length())
                    .isLessThanOrEqualTo(6 + 3 + 4 * (before.length() * 4 + after.length() * 4 + 8) / 3);
        }
    }
}
