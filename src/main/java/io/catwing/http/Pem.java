package io.catwing.http;

import io.catwing.client.Secret;
import io.catwing.failure.QuarantinedFailure;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and certificates in PEM, from a client's secrets. What is wrong is told without the text. */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Pem() {}

    /** In a variable of one line, ends of lines are written as in JSON. */
    private static String text(Secret secret) {
        return secret.reveal().replace("\\n", "\n");
    }

    /** An RSA or EC key, PKCS #8. @throws QuarantinedFailure if it is none */
    static PrivateKey privateKey(Secret secret) {
        Matcher key = KEY.matcher(text(secret));
        if (!key.find()) {
            throw new QuarantinedFailure(
                    "the secret " + secret.reference() + " is no private key in PEM (PKCS #8, BEGIN PRIVATE KEY)",
                    "convert it by openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pem");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(key.group(1));
        for (String algorithm : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException another) {
                // The next algorithm may know it.
                continue;
            }
        }
        throw new QuarantinedFailure(
                "the secret " + secret.reference() + " is neither an RSA key nor one on a known curve",
                "make one of these kinds, and have the ERP know it");
    }

    /** In their order. @throws QuarantinedFailure if there is none */
    static X509Certificate[] certificates(Secret secret) {
        byte[] bytes = text(secret).getBytes(StandardCharsets.UTF_8);
        try {
            X509Certificate[] found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toArray(X509Certificate[]::new);
            if (found.length > 0) {
                return found;
            }
        } catch (CertificateException notOne) {
            throw none(secret, notOne);
        }
        throw none(secret, null);
    }

    private static QuarantinedFailure none(Secret secret, CertificateException cause) {
        return new QuarantinedFailure(
                "the secret " + secret.reference() + " is no certificate in PEM (BEGIN CERTIFICATE)",
                "mount the certificate, followed by those that it was signed by",
                cause);
    }
}
