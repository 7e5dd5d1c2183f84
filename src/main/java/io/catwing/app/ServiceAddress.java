package io.catwing.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the service of a {@code CATWING_HOME} answers, for commands of the same user: the file {@code service.json} there,
 * which nobody else may read.
 *
 * @param token of an operator, for as long as the service lives
 * @param pid of the service's process
 */
public record ServiceAddress(String url, String token, long pid) {
    private static final JsonFactory JSON = new JsonFactory();

    /** @param host a name, or an address, as {@code SERVER_ADDRESS} has it; of all addresses of IPv6 it is the machine's own */
    public static String url(String host, String port) throws UnknownHostException {
        String named = host;
        if (InetAddress.getByName(host) instanceof Inet6Address address && host.contains(":")) {
            named = "[" + (address.isAnyLocalAddress() ? "::1" : address.getHostAddress()) + "]";
        }
        return "http://" + named + ":" + port;
    }

    private static Path file(Path home) {
        return home.resolve("service.json");
    }

    /** Replaces what an earlier service has left. */
    public void write(Path home) throws IOException {
        Path file = file(home);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (JsonGenerator json = JSON.createGenerator(Files.newOutputStream(file))) {
            json.writeStartObject();
            json.writeStringField("url", url);
            json.writeStringField("token", token);
            json.writeStringField("pid", Long.toString(pid));
            json.writeEndObject();
        }
    }

    /** Removes the file, unless another service has written it meanwhile. */
    public void remove(Path home) {
        try {
            if (read(home).filter(this::equals).isPresent()) {
                Files.deleteIfExists(file(home));
            }
        } catch (IOException stays) {
            // Whoever reads it finds that the process is gone.
        }
    }

    /** Of a service that lives; empty where there is none. */
    public static Optional<ServiceAddress> read(Path home) {
        Map<String, String> values = new HashMap<>();
        try (JsonParser json = JSON.createParser(Files.newInputStream(file(home)))) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING) {
                    values.put(json.currentName(), json.getText());
                }
            }
            long pid = Long.parseLong(values.getOrDefault("pid", "0"));
            return ProcessHandle.of(pid).isPresent() && values.containsKey("url") && values.containsKey("token")
                    ? Optional.of(new ServiceAddress(values.get("url"), values.get("token"), pid))
                    : Optional.empty();
        } catch (IOException | NumberFormatException noneOrCut) {
            return Optional.empty();
        }
    }
}
