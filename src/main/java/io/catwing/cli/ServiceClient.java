package io.catwing.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.catwing.app.HomeFolder;
import io.catwing.app.ServiceAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Has a service run a command and shows what it answers. Parses no arguments and starts nothing, so that a command costs
 * little where a service is up: that of {@code CATWING_URL}, or of this {@code CATWING_HOME}.
 */
public final class ServiceClient {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int SECONDS_TO_CONNECT = 5;

    private final String url;
    private final String token;
    private final boolean named;
    private volatile String run;

    private ServiceClient(String url, String token, boolean named) {
        this.url = url;
        this.token = token;
        this.named = named;
    }

    /** From the launcher, which has seen that a service is up: on a class path of few jars, where no command can be run. */
    public static void main(String[] arguments) {
        System.exit(served(arguments)
                .orElseGet(() -> refused(System.err, "the service has just ended", "run the same command again")));
    }

    /** @return the command's exit code; empty where it is to be run here */
    public static Optional<Integer> served(String[] arguments) {
        return find(arguments, System.getenv()).flatMap(service -> service.run(arguments, System.out, System.err));
    }

    /** @return empty where no service is up, or it does not run such commands */
    static Optional<ServiceClient> find(String[] arguments, Map<String, String> environment) {
        if (arguments.length == 0 || !ServedNames.mayBe(arguments[0])) {
            return Optional.empty();
        }
        String url = environment.getOrDefault("CATWING_URL", "");
        if (!url.isBlank()) {
            return Optional.of(new ServiceClient(
                    url.strip().replaceFirst("/+$", ""), environment.getOrDefault("CATWING_TOKEN", ""), true));
        }
        return ServiceAddress.read(Path.of(environment.getOrDefault("CATWING_HOME", HomeFolder.DEFAULT)))
                .map(service -> new ServiceClient(service.url(), service.token(), false));
    }

    /**
     * Shows what the command prints, as it comes.
     *
     * @return the command's exit code; empty where the service is gone, and the command is to be run here
     */
    Optional<Integer> run(String[] arguments, PrintStream out, PrintStream err) {
        HttpURLConnection connection;
        try {
            connection = post(arguments, Terminal.watched() ? Terminal.width() : 0);
        } catch (ConnectException gone) {
            if (!named) {
                return Optional.empty();
            }
            return Optional.of(refused(err, "nothing answers at " + url, "is the service up? see CATWING_URL"));
        } catch (IOException | IllegalArgumentException broken) {
            return Optional.of(refused(err, url + " cannot be asked: " + broken.getMessage(), "see CATWING_URL"));
        }
        new LeaveOrStop(err, () -> run, () -> stop(err), whereSeen(arguments[0])).listen();
        return Optional.of(read(connection, whereSeen(arguments[0]), out, err));
    }

    private HttpURLConnection post(String[] arguments, int width) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + "/api/v1/commands").toURL().openConnection();
        connection.setConnectTimeout(SECONDS_TO_CONNECT * 1000);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Accept", "application/x-ndjson, application/problem+json");
        byte[] body = body(arguments, width);
        // Otherwise Java posts it again, unasked, where the connection ends before there is an answer.
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream request = connection.getOutputStream()) {
            request.write(body);
        }
        return connection;
    }

    /** How the run ends is seen in the answer to its command, which is being read, too. */
    private void stop(PrintStream err) {
        try {
            read(post(new String[] {"stop", run}, 0), whereSeen("stop"), err, err);
        } catch (IOException broken) {
            refused(
                    err,
                    "the service at " + url + " cannot be asked to stop it: " + broken.getMessage(),
                    "./catwing stop " + run);
        }
    }

    private static byte[] body(String[] arguments, int width) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeArrayFieldStart("arguments");
            for (String argument : arguments) {
                json.writeString(argument);
            }
            json.writeEndArray();
            json.writeNumberField("width", width);
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    private int read(HttpURLConnection connection, String whereSeen, PrintStream out, PrintStream err) {
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                return refused(err, "the service at " + url + " answered " + status, hint(status));
            }
            try (InputStream lines = connection.getInputStream();
                    JsonParser json = JSON.createParser(lines)) {
                Integer exit = null;
                while (json.nextToken() != null) {
                    if (json.currentToken() == JsonToken.VALUE_STRING && "run".equals(json.currentName())) {
                        run = json.getText();
                    } else if (json.currentToken() == JsonToken.VALUE_STRING) {
                        PrintStream to = "err".equals(json.currentName()) ? err : out;
                        to.write(json.getText().getBytes(StandardCharsets.UTF_8));
                        to.flush();
                    } else if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                        exit = json.getIntValue();
                    }
                }
                if (exit != null) {
                    return exit;
                }
            }
        } catch (IOException cut) {
            // Below: what it printed until then is shown, and how it ended is not known.
        }
        err.println("catwing: the service at " + url + " ended before the command did");
        err.println("HINT: " + whereSeen + " what became of it");
        return CatwingCommand.FAILED;
    }

    /** What shows how a command ended that nobody watched, with its verb. */
    private static String whereSeen(String command) {
        return switch (command) {
            case "recover" -> "./catwing recover list and the page Recovery show";
            case "backup" -> "./catwing backup --status shows";
            case "drill" -> "the page Recovery and the log of the service show";
            case "verify" -> "the log of the service says";
            default -> "./catwing status shows";
        };
    }

    private static String hint(int status) {
        return switch (status) {
            case HttpURLConnection.HTTP_UNAUTHORIZED -> "set CATWING_TOKEN to a token of the service";
            case HttpURLConnection.HTTP_FORBIDDEN -> "this token may look, and change nothing; use an operator's";
            case HttpURLConnection.HTTP_NOT_FOUND -> "see CATWING_URL: a catwing of this version answers there?";
            case HttpURLConnection.HTTP_BAD_REQUEST ->
                "this command is run beside its files and its terminal, without CATWING_URL";
            default -> "look into the log of the service";
        };
    }

    private static int refused(PrintStream err, String fact, String hint) {
        err.println("catwing: " + fact);
        err.println("HINT: " + hint);
        return CatwingCommand.REFUSED;
    }
}
