package io.catwing.service;

import io.catwing.app.ServiceAccess;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.env.Environment;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Who may use the service: {@code operator}, who may change things, and {@code viewer}, who may look. Each has a password
 * and a token from the environment ({@code CATWING_OPERATOR_PASSWORD}, {@code CATWING_OPERATOR_TOKEN} and the same for the
 * viewer), or none. An operator's password that nobody has set is made at the first start; its hash is kept in
 * {@code CATWING_HOME/operator.password}. No password counts where people sign in at a provider only. Commands of the
 * service's own user have a token that lives as long as the service.
 */
@Component
@ConditionalOnWebApplication
public class Accounts implements UserDetailsService, ServiceAccess {
    static final String OPERATOR = "operator";
    static final String VIEWER = "viewer";

    /** Shorter ones are guessed. */
    static final int LEAST_CHARACTERS = 12;

    /** Of a password; the encoder, bcrypt, takes no longer one. */
    static final int MOST_BYTES = 72;

    /** As the encoder writes it, with its kind first. */
    private static final Pattern HASH = Pattern.compile("\\{[^{}\\s]+}\\S+");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();

    /** Made when somebody signs in: each takes a processor a tenth of a second. */
    private final Map<String, Supplier<String>> hashes = new HashMap<>();

    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final String ownToken = random();
    private final Path file;
    private String made;

    Accounts(Environment environment, @Value("${catwing.home}") Path home, OidcSettings oidc) {
        secret(environment, "CATWING_OPERATOR_TOKEN").ifPresent(token -> tokens.put(token, OPERATOR));
        secret(environment, "CATWING_VIEWER_TOKEN").ifPresent(token -> tokens.put(token, VIEWER));
        Secrets.register(ownToken);
        tokens.put(ownToken, OPERATOR);
        file = home.resolve("operator.password");
        if (oidc.passwords()) {
            readPasswords(environment);
        }
    }

    private void readPasswords(Environment environment) {
        password(environment, "CATWING_OPERATOR_PASSWORD").ifPresent(hash -> hashes.put(OPERATOR, hash));
        password(environment, "CATWING_VIEWER_PASSWORD").ifPresent(hash -> hashes.put(VIEWER, hash));
        if (!hashes.containsKey(OPERATOR)) {
            hashes.put(OPERATOR, keptOrMade());
        }
    }

    /** @return its hash */
    private Optional<Supplier<String>> password(Environment environment, String variable) {
        return secret(environment, variable).map(word -> {
            int bytes = word.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_BYTES) {
                throw new AbortingFailure(
                        variable + " has " + bytes + " bytes", "set it to " + MOST_BYTES + " bytes or fewer");
            }
            return SingletonSupplier.of(() -> encoder.encode(word));
        });
    }

    private static Optional<String> secret(Environment environment, String variable) {
        String value = environment.getProperty(variable, "").strip();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Secrets.register(value);
        if (value.length() < LEAST_CHARACTERS) {
            throw new AbortingFailure(
                    variable + " has " + value.length() + " characters",
                    "set it to " + LEAST_CHARACTERS + " characters or more");
        }
        return Optional.of(value);
    }

    private Supplier<String> keptOrMade() {
        try {
            if (Files.exists(file)) {
                String hash = kept();
                return () -> hash;
            }
            made = random();
            return SingletonSupplier.of(() -> encoder.encode(made));
        } catch (IOException e) {
            throw notKept(e);
        }
    }

    private String kept() throws IOException {
        String hash = Files.readString(file).strip();
        if (!HASH.matcher(hash).matches()) {
            throw new AbortingFailure(
                    "the file " + file + " holds no hash of a password",
                    "delete it: the next start makes another password and shows it; or set CATWING_OPERATOR_PASSWORD");
        }
        return hash;
    }

    private AbortingFailure notKept(IOException e) {
        return new AbortingFailure(
                "the operator's password cannot be kept in " + file + ": " + e,
                "make CATWING_HOME writable, or set CATWING_OPERATOR_PASSWORD",
                e);
    }

    @Override
    public Optional<String> madePassword() {
        if (made != null) {
            // Not before: a start that fails shows no password, and must not leave one that nobody knows.
            try {
                keep(hashes.get(OPERATOR).get());
            } catch (IOException e) {
                throw notKept(e);
            }
        }
        return Optional.ofNullable(made);
    }

    /** Whole or not at all: with half of it nobody could sign in. */
    private void keep(String hash) throws IOException {
        Path part = Files.createTempFile(
                file.getParent(),
                "operator",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(part, hash + "\n", StandardOpenOption.SYNC);
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public String ownToken() {
        return ownToken;
    }

    /** The user of a token; the time that it takes tells nothing about the token. */
    Optional<UserDetails> byToken(String token) {
        byte[] given = token.getBytes(StandardCharsets.UTF_8);
        String found = null;
        for (Map.Entry<String, String> known : tokens.entrySet()) {
            if (MessageDigest.isEqual(known.getKey().getBytes(StandardCharsets.UTF_8), given)) {
                found = known.getValue();
            }
        }
        return Optional.ofNullable(found).map(name -> user(name, ""));
    }

    @Override
    public UserDetails loadUserByUsername(String name) {
        Supplier<String> hash = hashes.get(name);
        if (hash == null) {
            throw new UsernameNotFoundException("nobody");
        }
        return user(name, hash.get());
    }

    private static UserDetails user(String name, String hash) {
        String[] roles = name.equals(OPERATOR) ? new String[] {"OPERATOR", "VIEWER"} : new String[] {"VIEWER"};
        return User.withUsername(name).password(hash).roles(roles).build();
    }

    private static String random() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
