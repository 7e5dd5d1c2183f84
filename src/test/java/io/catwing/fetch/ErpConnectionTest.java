package io.catwing.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.apache.hc.client5.http.utils.URIUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErpConnectionTest {

    @ParameterizedTest
    @CsvSource({
        "https://erp.example.com:443, https://erp.example.com/moved, true",
        "https://erp.example.com:443, https://ERP.example.com:443/moved, true",
        "http://erp.example.com:80, http://erp.example.com/moved, true",
        "https://erp.example.com:8443, https://erp.example.com:8443/moved, true",
        "https://erp.example.com:443, http://erp.example.com/moved, false",
        "http://erp.example.com:80, https://erp.example.com/moved, false",
        "https://erp.example.com:443, http://erp.example.com:443/moved, false",
        "https://erp.example.com:443, https://erp.example.com:8443/moved, false",
        "https://erp.example.com:8443, https://erp.example.com/moved, false",
        "https://erp.example.com:443, https://other.example.com/moved, false",
    })
    void a_redirect_is_followed_to_the_server_that_was_asked_whether_or_not_it_names_the_port(
            URI asked, URI redirect, boolean followed) {
        assertThat(new ErpConnection.SameHost()
                        .isRedirectAllowed(URIUtils.extractHost(asked), URIUtils.extractHost(redirect), null, null))
                .isEqualTo(followed);
    }
}
