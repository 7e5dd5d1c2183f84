package io.catwing.http;

import io.catwing.client.Auth;
import io.catwing.client.Erp;
import io.catwing.client.Secret;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * TLS with the certificates of a client's file, for the ERP and its token endpoint or login; any other server gets none of them, and is
 * trusted by Java's. They are read for each new connection, so that renewed ones need no restart.
 */
final class ErpTls implements TlsSocketStrategy {

    private static final char[] NO_PASSWORD = new char[0];

    private final Erp.Tls tls;
    private final Set<String> servers = new HashSet<>();
    private Made made;

    /** @param of the texts that it was made of */
    private record Made(String of, TlsSocketStrategy strategy) {}

    private ErpTls(Erp erp) {
        tls = erp.tls();
        servers.add(Addresses.origin(erp.url()));
        if (erp.auth().bare() instanceof Auth.OAuth2 oauth2) {
            servers.add(Addresses.origin(oauth2.tokenUrl()));
        } else if (erp.auth().bare() instanceof Auth.Session session
                && session.login().url() != null) {
            servers.add(Addresses.origin(session.login().url()));
        }
    }

    /** Null if the file names none. */
    static TlsSocketStrategy of(Erp erp) {
        return erp.tls() == null || erp.url() == null ? null : new ErpTls(erp);
    }

    @Override
    public SSLSocket upgrade(Socket socket, String target, int port, Object attachment, HttpContext context)
            throws IOException {
        boolean ours = servers.contains(Addresses.origin(URI.create("https://" + literal(target) + ":" + port)));
        TlsSocketStrategy strategy = ours ? own() : DefaultClientTlsStrategy.createDefault();
        return strategy.upgrade(socket, target, port, attachment, context);
    }

    private static String literal(String host) {
        return host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
    }

    private synchronized TlsSocketStrategy own() {
        String texts = Secret.reveal(tls.certificate()) + Secret.reveal(tls.key()) + Secret.reveal(tls.authority());
        if (made == null || !made.of().equals(texts)) {
            made = new Made(texts, make());
        }
        return made.strategy();
    }

    private TlsSocketStrategy make() {
        try {
            KeyManager[] keys = null;
            if (tls.certificate() != null) {
                KeyStore own = empty();
                X509Certificate[] chain = Pem.certificates(tls.certificate());
                own.setKeyEntry("own", Pem.privateKey(tls.key()), NO_PASSWORD, chain);
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(own, NO_PASSWORD);
                keys = factory.getKeyManagers();
            }
            TrustManager[] trusted = null;
            if (tls.authority() != null) {
                KeyStore authorities = empty();
                int number = 0;
                for (X509Certificate certificate : Pem.certificates(tls.authority())) {
                    authorities.setCertificateEntry("authority-" + number++, certificate);
                }
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(authorities);
                trusted = factory.getTrustManagers();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusted, null);
            return new DefaultClientTlsStrategy(context);
        } catch (GeneralSecurityException | IOException e) {
            throw new QuarantinedFailure(
                    "the certificates of erp.tls cannot be used: " + e.getMessage(),
                    "see that certificate and key belong together, and are in PEM",
                    e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
