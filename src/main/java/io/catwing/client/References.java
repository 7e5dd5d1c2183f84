package io.catwing.client;

import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values outside the file: in the environment or in mounted files. */
final class References {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(" + NAME + ")(?::-([^}]*))?}");
    private static final Pattern FILE = Pattern.compile("\\$\\{file:(/[^}\\p{Cntrl}]+)}");
    private static final Pattern SECRETIVE =
            Pattern.compile("(?i)(KEY|SECRET|TOKEN|PASSWORD|PASSWD|PWD|CREDENTIALS?)(_|$)");

    private static final Pattern THIS_MACHINE = Pattern.compile("(?i)localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    /** Bytes of a mounted secret. */
    private static final int LONGEST = 64 << 10;

    private static final String SECRET_HINT =
            "write ${NAME} and set the variable NAME, or write ${file:/path} and mount the file";

    private References() {}

    /** A secret is never in the file: only its source is. It is looked up when it is needed. */
    static final Scalar<Secret> SECRET = Scalar.of(
            "a reference to a secret",
            Scalars.pattern("^\\$\\{(?!CATWING_(?!CLIENT_CW_))(" + NAME + "|file:/[^}]+)\\}$"),
            References::secret);

    /** The address of a server, http or https. */
    static final Scalar<URI> ADDRESS =
            Scalar.of("an address", Scalars.pattern("^([hH][tT][tT][pP][sS]?://|\\$\\{)[^@?#]*$"), References::address);

    /** The address of a server that is sent secrets in clear: https, or this machine. */
    static final Scalar<URI> SAFE_ADDRESS = Scalar.of(
            "an address", Scalars.pattern("^([hH][tT][tT][pP][sS]?://|\\$\\{)[^@?#]*$"), (text, environment) -> {
                URI address = address(text, environment);
                if (isClear(address)) {
                    throw new Refusal(
                            "sends credentials in clear: it is not https",
                            "write it with https://, or ask the ERP's maker");
                }
                return address;
            });

    /** Others on the way can read what is sent there. */
    static boolean isClear(URI address) {
        return !"https".equalsIgnoreCase(address.getScheme())
                && !THIS_MACHINE.matcher(address.getHost()).matches();
    }

    private static Secret secret(String text, UnaryOperator<String> environment) throws Refusal {
        VariableScope scope = VariableScope.of(environment);
        Matcher file = FILE.matcher(text);
        if (file.matches()) {
            Path path = Path.of(file.group(1));
            if (!scope.mayName(path)) {
                throw new Refusal(
                        "is not a secret of " + scope.client(),
                        "mount it as " + scope.folder().resolve(scope.client())
                                + "/NAME; CATWING_SECRETS names the folder");
            }
            return new Secret(text, () -> content(text, path, scope));
        }
        Matcher variable = VARIABLE.matcher(text);
        if (!variable.matches()) {
            throw Refusal.hidingText("holds a secret in clear", SECRET_HINT);
        }
        if (variable.group(2) != null) {
            throw Refusal.hidingText("holds a secret in clear, as a default", SECRET_HINT);
        }
        String name = scope.checked(variable.group(1));
        return new Secret(text, () -> withoutLineEnds(environment.apply(name)));
    }

    /** Those behind a value, which the program that wrote it has put there; a blank may be a part of it. */
    private static String withoutLineEnds(String value) {
        if (value == null) {
            return null;
        }
        int end = value.length();
        while (end > 0 && (value.charAt(end - 1) == '\n' || value.charAt(end - 1) == '\r')) {
            end--;
        }
        return value.substring(0, end);
    }

    private static String content(String reference, Path path, VariableScope scope) {
        try (InputStream in = Files.newInputStream(readable(reference, path, scope))) {
            return withoutLineEnds(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new QuarantinedFailure(
                    "the secret " + reference + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    "look at the file's owner and rights",
                    e);
        }
    }

    /** What the path leads to now: its target at startup may have been replaced. */
    private static Path readable(String reference, Path path, VariableScope scope) throws IOException {
        if (!scope.mayRead(path) || !Files.isRegularFile(path)) {
            throw new QuarantinedFailure(
                    "the secret " + reference + " leads out of the secrets of " + scope.client() + ", or is no file",
                    "mount the secret itself below " + scope.folder().resolve(scope.client())
                            + ", not a link to elsewhere");
        }
        return path.toRealPath();
    }

    private static URI address(String text, UnaryOperator<String> environment) throws Refusal {
        if (text.matches("(?s).*//[^/]*@.*")) {
            throw Refusal.hidingText("holds credentials in clear", "take them out of the address and use auth:");
        }
        Matcher named = VARIABLE.matcher(text);
        while (named.find()) {
            if (SECRETIVE
                    .matcher(VariableScope.of(environment).checked(named.group(1)))
                    .find()) {
                throw Refusal.hidingText(
                        "holds the secret " + named.group(1) + ": addresses are shown in messages",
                        "say it below auth: as a header or query parameter; a variable of an address is called otherwise");
            }
        }
        String address = expand(text, environment, "https://erp.example.com");
        String hint = "write an address such as https://erp.example.com/api/v1";
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            throw Refusal.hidingText("is not an address: " + e.getReason(), hint);
        }
        if (uri.getRawUserInfo() != null) {
            throw Refusal.hidingText("holds credentials", "take them out of the address and use auth:");
        }
        if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("(?i)https?")) {
            throw new Refusal("is not an http or https address", hint);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw Refusal.hidingText("has a query or fragment", "parameters go below request: query:");
        }
        return uri;
    }

    /** @param example of a default, for the hint */
    static String expand(String text, UnaryOperator<String> environment, String example) throws Refusal {
        StringBuilder out = new StringBuilder();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            String name = VariableScope.of(environment).checked(matcher.group(1));
            String value = environment.apply(name);
            if (value == null || value.isEmpty()) {
                value = matcher.group(2);
            }
            if (value == null) {
                String hint = "set " + name + ", or give a default: ${" + name + ":-" + example + "}";
                throw new Refusal("names the environment variable " + name + ", which is not set", hint);
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(out).toString();
    }
}
