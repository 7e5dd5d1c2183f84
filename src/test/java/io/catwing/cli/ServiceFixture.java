package io.catwing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.SpringCamelContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Those who ask a service over HTTP. */
public final class ServiceFixture implements AutoCloseable {
    private final ServedDemo served;
    private final HttpClient http = HttpClient.newHttpClient();

    /** What a command came to. */
    public record Answer(int exit, String out, String err) {}

    private ServiceFixture(ServedDemo served) {
        this.served = served;
    }

    /** Of a service of its own. */
    public ServiceFixture() {
        this(ServedDemo.start(ServedDemo.DAY, 2));
    }

    /** Of the service of all tests; it is not closed. */
    public static ServiceFixture shared() {
        return new ServiceFixture(ServedDemo.shared());
    }

    public ServedDemo served() {
        return served;
    }

    /** Paths of controllers, as they are mapped, and their methods. */
    public Map<String, Set<String>> endpoints() {
        Map<String, Set<String>> endpoints = new TreeMap<>();
        ((SpringCamelContext) served.service().bean(CamelContext.class))
                .getApplicationContext().getBeansOfType(RequestMappingHandlerMapping.class).values().stream()
                        .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                        .forEach(mapping -> mapping.getPatternValues().forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> endpoints
                                        .computeIfAbsent(path, p -> new TreeSet<>())
                                        .add(method.name()))));
        return endpoints;
    }

    /** Runs a command through the service. */
    public Answer ask(String token, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = ServiceClient.find(arguments, Map.of("CATWING_URL", served.url(), "CATWING_TOKEN", token))
                .orElseThrow()
                .run(arguments, new PrintStream(out, true), new PrintStream(err, true))
                .orElseThrow();
        return new Answer(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** @param authorization null for nobody */
    public HttpResponse<String> get(String path, String authorization) throws IOException, InterruptedException {
        return send("GET", path, authorization, null);
    }

    /** What a viewer is answered; it is JSON, and no problem. */
    public JsonNode look(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path, "Bearer " + ServedDemo.VIEWER_TOKEN);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return new ObjectMapper().readTree(answer.body());
    }

    /** @param authorization null for nobody @param body JSON, null for none */
    public HttpResponse<String> send(String method, String path, String authorization, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(served.url() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        served.stop();
    }
}
