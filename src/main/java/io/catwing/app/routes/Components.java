package io.catwing.app.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.bucket.BucketComponent;
import io.catwing.client.yaml.Suggestion;
import io.catwing.job.Events;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.AbstractCamelCatalog;
import org.apache.camel.catalog.impl.CamelContextJSonSchemaResolver;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;

/** The options of the components on the class path, as their metadata describes them; none is created. */
final class Components extends AbstractCamelCatalog {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");

    /** What stands where a password does, before the server's name; a port and a path are none, nor is an address within the address. */
    private static final Pattern PASSWORD = Pattern.compile(
            "(?s)^[A-Za-z0-9+.-]+:(//)?[^/@:]*:(?!\\{\\{|\\$\\{|[0-9]{1,5}/|//[^/@:]*(:[0-9]{1,5})?/)[^@]+@");

    /** What follows is no server. */
    private static final Set<String> WITHOUT_SERVER = Set.of("bean", "direct", "language", "log", "seda", "sql");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}|\\$\\{[^{}]*}");

    private final CamelContext camel;

    Components(CamelContext camel) {
        this.camel = camel;
        setJSonSchemaResolver(new CamelContextJSonSchemaResolver(camel));
    }

    /**
     * The address with its parameters, as Camel assembles it.
     *
     * @param parameters beside the uri; they may hold the parts of an address, where the uri is a component's name alone
     * @param wrong receives the reason and hint if there is none
     */
    Optional<String> assemble(String uri, JsonNode parameters, BiConsumer<String, String> wrong) {
        if (parameters.isEmpty()) {
            return Optional.of(uri);
        }
        if (uri.contains("?")) {
            wrong.accept(
                    "options stand both in the uri and under parameters:, which Camel does not take",
                    "write all of them under parameters:");
            return Optional.empty();
        }
        Map<String, Object> options = new LinkedHashMap<>();
        parameters
                .properties()
                .forEach(
                        option -> options.put(option.getKey(), option.getValue().asText()));
        EndpointUriFactory factory =
                SCHEME.matcher(uri).matches() ? camel.getCamelContextExtension().getEndpointUriFactory(uri) : null;
        if (factory == null) {
            return Optional.of(options.entrySet().stream()
                    .map(option -> option.getKey() + "=" + option.getValue())
                    .collect(Collectors.joining("&", uri + "?", "")));
        }
        try {
            return Optional.of(factory.buildUri(uri, options, false));
        } catch (IllegalArgumentException | URISyntaxException incomplete) {
            // The message of the latter repeats the values, which may be secrets.
            wrong.accept(
                    "the parameters of " + uri + ": are no whole address"
                            + (incomplete instanceof IllegalArgumentException ? ": " + incomplete.getMessage() : ""),
                    "write the address in the uri, such as "
                            + componentModel(uri).getSyntax());
            return Optional.empty();
        }
    }

    /**
     * @param uri with all its options
     * @param wrong receives each reason and hint
     */
    void check(String uri, BiConsumer<String, String> wrong) {
        String scheme = uri.replaceFirst("(?s)[:?].*", "");
        if (scheme.startsWith("{{") || scheme.contains("${")) {
            return;
        }
        if (scheme.equals(Events.SCHEME)) {
            checkEvents(uri, wrong);
            return;
        }
        ComponentModel model = componentModel(scheme);
        if (model == null) {
            wrong.accept(
                    "no component speaks " + scheme + ":",
                    "correct it, or put the component's jar and those it needs into CATWING_LIB");
            return;
        }
        if (!WITHOUT_SERVER.contains(scheme)
                && PASSWORD.matcher(PLACEHOLDER
                                .matcher(uri.replaceFirst("(?s)\\?.*", ""))
                                .replaceAll("{{}}"))
                        .find()) {
            // Whatever else is wrong is told when it is gone: messages on an address repeat parts of it.
            wrong.accept(
                    "a password stands in the address of " + scheme + ":",
                    "name the option password: with '{{env:NAME}}', and set the variable");
            return;
        }
        EndpointValidationResult result = validateEndpointProperties(uri);
        Collection<String> known = new TreeSet<>();
        model.getEndpointParameterOptions().forEach(option -> known.add(option.getName()));
        each(
                result.getUnknown(),
                name -> wrong.accept(
                        scheme + ": has no option " + name,
                        Suggestion.nearest(name, known)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("look up the component's options, or take it away")));
        each(result.getRequired(), name -> wrong.accept(scheme + ": lacks its option " + name, "add it"));
        for (Map<String, String> values : Arrays.asList(
                result.getInvalidBoolean(),
                result.getInvalidInteger(),
                result.getInvalidNumber(),
                result.getInvalidDuration(),
                result.getInvalidEnum())) {
            if (values != null) {
                values.forEach((name, value) ->
                        // With an @ it is a part of the address that was not understood.
                        wrong.accept(
                                scheme + ": cannot take " + name + (value.contains("@") ? "" : ": " + value),
                                "look up what the option takes"));
            }
        }
        if (result.getSyntaxError() != null) {
            wrong.accept("'" + scheme + ":…' is no URI of an endpoint", "look at its syntax: " + model.getSyntax());
        }
        if (scheme.equals("aws2-s3")) {
            checkBucket(uri, wrong);
        } else {
            checkSecrets(uri, scheme, model, wrong);
        }
    }

    /** A secret is not repeated in any message. */
    private static void checkSecrets(
            String uri, String scheme, ComponentModel model, BiConsumer<String, String> wrong) {
        model.getEndpointParameterOptions().stream()
                .filter(Components::holdsSecret)
                .map(BaseOptionModel::getName)
                .forEach(name -> value(uri, name).ifPresent(value -> {
                    if (!value.matches("(?s)(RAW[({])?(\\{\\{|\\$\\{|#).*")) {
                        wrong.accept(
                                "a secret stands in the file: " + name + " of " + scheme + ":",
                                "write " + name + ": '{{env:NAME}}', and set the variable");
                    }
                }));
    }

    /** Camel calls also the places of secrets so, and the keys of servers; whoever knows a webhook's address may write to it. */
    private static boolean holdsSecret(BaseOptionModel option) {
        return option.isSecret() && !option.getName().matches(".*(File|Uri)|knownHosts|username")
                || option.getName().equals("webhookUrl");
    }

    private static void checkEvents(String uri, BiConsumer<String, String> wrong) {
        Set<String> events = Events.names();
        Stream.of(uri.replaceFirst(".*?:(//)?", "").replaceFirst("\\?.*", "").split(","))
                .filter(name -> !events.contains(name))
                .forEach(name -> wrong.accept(
                        "there is no event '" + name + "'",
                        Suggestion.nearest(name, events)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("the events are " + String.join(", ", events))));
    }

    private static void checkBucket(String uri, BiConsumer<String, String> wrong) {
        BucketComponent.REFUSED_OPTIONS.stream()
                .filter(name -> value(uri, name).isPresent())
                .sorted()
                .forEach(name -> wrong.accept("aws2-s3: is given " + name, BucketComponent.REFUSED_HINT));
    }

    private static Optional<String> value(String uri, String option) {
        return Pattern.compile("[?&](?i:" + Pattern.quote(option) + ")=([^&]*)")
                .matcher(uri)
                .results()
                .map(found -> found.group(1))
                .findFirst();
    }

    private static void each(Collection<String> names, Consumer<String> action) {
        if (names != null) {
            names.forEach(action);
        }
    }
}
