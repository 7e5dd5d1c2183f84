package io.catwing.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.login.TokenKeys.Sealed;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

class TokenKeysTest {
    private static final String ONE = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    @Test
    void what_one_key_encrypts_it_decrypts_and_the_same_text_never_looks_the_same() {
        TokenKeys keys = new TokenKeys(ONE);
        Sealed sealed = keys.seal("a token", "CW-000200 refresh");
        assertThat(keys.open("CW-000200", sealed, "CW-000200 refresh")).isEqualTo("a token");
        assertThat(keys.seal("a token", "CW-000200 refresh").bytes()).isNotEqualTo(sealed.bytes());
        assertThat(new String(sealed.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("token");
        assertThat(keys).hasToString("keys [" + sealed.keyId() + "]");
    }

    @Test
    void a_key_that_looks_like_an_expression_of_spring_is_the_key_itself() {
        String key = "#{1 + 1} " + ONE;
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("keys", Map.of("catwing.token.key", key)));
            context.register(TokenKeys.class);
            context.refresh();

            assertThat(context.getBean(TokenKeys.class))
                    .hasToString(new TokenKeys(key).toString())
                    .doesNotHaveToString(new TokenKeys("2 " + ONE).toString());
        }
    }

    @Test
    void a_new_key_in_front_encrypts_and_the_old_one_behind_it_still_decrypts() {
        Sealed old = new TokenKeys(ONE).seal("a token", "context");
        TokenKeys both = new TokenKeys(OTHER + ", " + ONE);
        assertThat(both.open("CW-000200", old, "context")).isEqualTo("a token");
        assertThat(both.seal("a token", "context").keyId()).isNotEqualTo(old.keyId());
        assertThatThrownBy(() -> new TokenKeys(OTHER).open("CW-000200", old, "context"))
                .hasMessage("the login of CW-000200 is encrypted with the key " + old.keyId()
                        + ", which CATWING_TOKEN_KEY does not hold\nHINT: add that key behind the present one, with a comma"
                        + " between; or log in anew by ./catwing login CW-000200");
    }

    @Test
    void what_was_altered_or_belongs_to_another_client_is_refused() {
        TokenKeys keys = new TokenKeys(ONE);
        Sealed sealed = keys.seal("a token", "CW-000200 refresh");
        assertThatThrownBy(() -> keys.open("CW-000201", sealed, "CW-000201 refresh"))
                .hasMessage("the login of CW-000201 in ops.login is not what was stored there\n"
                        + "HINT: log in anew by ./catwing login CW-000201, and see who writes to that table");
        byte[] altered = sealed.bytes().clone();
        altered[altered.length - 1] ^= 1;
        assertThatThrownBy(() -> keys.open("CW-000200", new Sealed(sealed.keyId(), altered), "CW-000200 refresh"))
                .hasMessageContaining("is not what was stored there");
        assertThatThrownBy(() -> keys.open("CW-000200", new Sealed(sealed.keyId(), new byte[3]), "CW-000200 refresh"))
                .hasMessageContaining("is not what was stored there");
    }

    @Test
    void a_key_that_is_missing_or_short_is_refused() {
        assertThatThrownBy(() -> new TokenKeys("short"))
                .hasMessage(
                        "CATWING_TOKEN_KEY holds a key of fewer than 32 characters\n"
                                + "HINT: make one by openssl rand -hex 32; several are separated by commas, the first encrypts");
        assertThatThrownBy(() -> new TokenKeys(" , ").seal("a token", "context"))
                .hasMessageStartingWith("CATWING_TOKEN_KEY is not set");
    }
}
