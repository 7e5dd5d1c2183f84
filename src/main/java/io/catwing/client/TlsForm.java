package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.ObjectForm.object;

import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Rule;

/** {@code erp.tls:} certificates of our own side, and of theirs. */
final class TlsForm {
    private static final Key<Secret> CERTIFICATE = optional(
            "certificate",
            References.SECRET,
            "Our certificate in PEM, with the chain behind it: ${file:/path} or ${NAME}.");
    private static final Key<Secret> KEY =
            optional("key", References.SECRET, "Its private key in PEM (PKCS #8): ${file:/path} or ${NAME}.");
    private static final Key<Secret> AUTHORITY = optional(
            "authority",
            References.SECRET,
            "Certificates in PEM that are trusted in place of Java's, for an ERP with an authority of its own.");

    static final ObjectForm<Erp.Tls> TLS = object(
                    "tls",
                    "Certificates for the connections to the ERP and its token endpoint.",
                    v -> new Erp.Tls(v.get(CERTIFICATE), v.get(KEY), v.get(AUTHORITY)),
                    CERTIFICATE,
                    KEY,
                    AUTHORITY)
            .with(Rule.together(CERTIFICATE, KEY))
            .with(Rule.oneAtLeast(CERTIFICATE, AUTHORITY));

    private TlsForm() {}
}
