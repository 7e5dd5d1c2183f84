package io.catwing.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Keys and certificates that tests make for themselves. */
public final class TestKeys {
    private TestKeys() {}

    public static KeyPair rsa() {
        return pair("RSA", null);
    }

    /** @param curve such as secp256r1 */
    public static KeyPair curve(String curve) {
        return pair("EC", curve);
    }

    private static KeyPair pair(String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (curve == null) {
                generator.initialize(2048);
            } else {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In PKCS #8. */
    public static String pem(Key key) {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    public static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }

    /** A key store with a key and its own certificate for localhost, made by keytool. Its password is {@code changeit}. */
    public static Path store(Path folder, String name) {
        Path store = folder.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        return store;
    }

    /** A store that trusts the certificate of another. */
    public static Path trusting(Path folder, Path other, String name) {
        Path certificate = folder.resolve(name + ".cer");
        Path store = folder.resolve(name + "-trusted.p12");
        keytool(
                "-exportcert",
                "-alias",
                name,
                "-keystore",
                other.toString(),
                "-storepass",
                "changeit",
                "-file",
                certificate.toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                name,
                "-file",
                certificate.toString(),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        return store;
    }

    /** @return certificate and private key, in PEM */
    public static List<String> pems(Path store, String name) {
        try {
            KeyStore opened = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
            return List.of(
                    pem("CERTIFICATE", opened.getCertificate(name).getEncoded()),
                    pem(opened.getKey(name, "changeit".toCharArray())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
