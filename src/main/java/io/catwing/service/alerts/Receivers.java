package io.catwing.service.alerts;

import io.catwing.app.AlertTest;
import io.catwing.client.Erp;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.PrintableText;
import io.catwing.failure.Secrets;
import io.catwing.http.Connections;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * One route a receiver, {@code alert-NAME}, and one a ping, {@code ping-WHAT}. Addresses of webhooks and pings are secrets: they are
 * in no endpoint and no route, are given to the request when it is made, and are masked.
 */
@Component
@ConditionalOnWebApplication
class Receivers extends RouteBuilder implements AlertTest {
    private static final String CONNECTIONS = "alert-connections";
    private static final long LONGEST_ANSWER = 1 << 20;

    private final AlertSettings settings;
    private final CloseableHttpClient http;

    Receivers(AlertSettings settings) {
        this.settings = settings;
        this.http = connections(settings.timeout());
        settings.receivers().forEach(this::check);
        settings.receivers().values().stream()
                .flatMap(receiver -> Stream.of(receiver.webhook(), receiver.slack()))
                .filter(Objects::nonNull)
                .forEach(Receivers::hide);
        settings.ping().urls().values().forEach(Receivers::hide);
        Secrets.register(settings.mail().password());
    }

    /** No redirect is followed: a message goes to nobody else. */
    private static CloseableHttpClient connections(Duration timeout) {
        Erp.Limits limits = new Erp.Limits(100, 4, timeout, timeout, LONGEST_ANSWER, 1, timeout, timeout);
        return Connections.of(limits, 4, SystemDefaultDnsResolver.INSTANCE, null, 0)
                .client();
    }

    private static void hide(URI url) {
        if (url.getHost() == null || !Set.of("http", "https").contains(String.valueOf(url.getScheme()))) {
            throw new AbortingFailure(
                    "an address of CATWING_ALERTS_ is not an http or https URL", "write it as https://host/path");
        }
        Secrets.register(url.toString());
        Secrets.register(url.getRawPath() == null || url.getRawPath().length() < 8 ? null : url.getRawPath());
        Secrets.register(url.getRawQuery());
    }

    private void check(String name, AlertSettings.Receiver receiver) {
        String variable = "CATWING_ALERTS_RECEIVERS_" + name.toUpperCase(Locale.ROOT);
        long ways = Stream.of(
                        receiver.email().isEmpty() ? null : receiver.email(), receiver.webhook(), receiver.slack())
                .filter(Objects::nonNull)
                .count();
        if (ways != 1) {
            throw new AbortingFailure(
                    "the receiver of alerts '" + name + "' has " + ways + " addresses",
                    "set one of " + variable + "_EMAIL, _WEBHOOK and _SLACK");
        }
        if (!receiver.email().isEmpty()
                && (settings.mail().host() == null || settings.mail().host().isBlank())) {
            throw new AbortingFailure(
                    "the receiver of alerts '" + name + "' is told by e-mail, but no server takes it",
                    "set CATWING_ALERTS_MAIL_HOST");
        }
    }

    @Override
    public void configure() {
        getContext().getRegistry().bind(CONNECTIONS, HttpClient.class, http);
        settings.receivers().forEach((name, receiver) -> {
            if (receiver.email().isEmpty()) {
                URI url = receiver.webhook() != null ? receiver.webhook() : receiver.slack();
                request("alert-" + name, "Tells " + name + " of troubles, by HTTP.", url, "POST");
            } else {
                mail(name, receiver);
            }
        });
        settings.ping()
                .urls()
                .forEach((what, url) -> request(
                        "ping-" + what,
                        "Pings a dead man's switch after each good " + what + ".",
                        url,
                        settings.ping().method()));
    }

    private void request(String name, String description, URI url, String method) {
        from("direct:" + name)
                .routeId(name)
                .routeGroup("alerts")
                .routeDescription(description)
                .errorHandler(noErrorHandler())
                .setHeader(Exchange.HTTP_METHOD, constant(method))
                .setHeader(Exchange.HTTP_URI, url::toString)
                .to("http://" + name + ".invalid?httpClient=#" + CONNECTIONS
                        + "&skipResponseHeaders=true&ignoreResponseBody=true")
                .removeHeaders("*");
    }

    private void mail(String name, AlertSettings.Receiver receiver) {
        AlertSettings.Mail mail = settings.mail();
        String scheme = "tls".equals(mail.security()) ? "smtps" : "smtp";
        MailEndpoint endpoint = getContext()
                .getEndpoint(scheme + "://" + mail.host() + ":" + mail.port() + "/" + name, MailEndpoint.class);
        MailConfiguration configuration = endpoint.getConfiguration();
        configuration.setFrom(mail.from());
        configuration.setTo(String.join(",", receiver.email()));
        configuration.setConnectionTimeout((int) settings.timeout().toMillis());
        configuration.setUsername(mail.user());
        configuration.setPassword(mail.password());
        Properties further = new Properties();
        further.put(
                "mail." + scheme + ".timeout", Long.toString(settings.timeout().toMillis()));
        further.put(
                "mail." + scheme + ".writetimeout",
                Long.toString(settings.timeout().toMillis()));
        further.put("mail." + scheme + ".auth", Boolean.toString(mail.user() != null));
        further.put("mail." + scheme + ".ssl.checkserveridentity", "true");
        if ("starttls".equals(mail.security())) {
            further.put("mail.smtp.starttls.enable", "true");
            further.put("mail.smtp.starttls.required", "true");
        }
        configuration.setAdditionalJavaMailProperties(further);
        from("direct:alert-" + name)
                .routeId("alert-" + name)
                .routeGroup("alerts")
                .routeDescription("Tells " + name + " of troubles, by e-mail.")
                .errorHandler(noErrorHandler())
                .to(endpoint)
                .removeHeaders("*");
    }

    /** Those who are told. */
    Map<String, AlertSettings.Receiver> all() {
        return settings.receivers();
    }

    /** @return empty if it was taken, otherwise why not */
    Optional<String> send(String name, Message message) {
        AlertSettings.Receiver receiver = settings.receivers().get(name);
        return send("direct:alert-" + name, exchange -> {
            if (!receiver.email().isEmpty()) {
                exchange.getMessage().setHeader("Subject", message.subject());
                exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=UTF-8");
                exchange.getMessage().setBody(message.text());
            } else {
                exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
                exchange.getMessage().setBody(receiver.slack() != null ? message.slack() : message.json());
            }
        });
    }

    /** @return empty if it was answered well, otherwise why not */
    Optional<String> ping(String what) {
        return send("direct:ping-" + what, exchange -> exchange.getMessage().setBody(null));
    }

    private Optional<String> send(String endpoint, Processor filled) {
        try (ProducerTemplate template = getContext().createProducerTemplate()) {
            Exception failed = template.send(endpoint + "?block=false", filled).getException();
            return Optional.ofNullable(failed).map(Receivers::reason);
        } catch (IOException closing) {
            return Optional.of(reason(closing));
        }
    }

    private static String reason(Exception failed) {
        return PrintableText.clean(failed.getClass().getSimpleName() + ": " + failed.getMessage(), 300);
    }

    @Override
    public Map<String, Optional<String>> test() {
        Map<String, Optional<String>> results = new TreeMap<>();
        Trouble none = new Trouble("test", "test", null, "this is a test: nothing is wrong");
        settings.receivers()
                .keySet()
                .forEach(name -> results.put(name, send(name, new Message("test", "TEST", none, Instant.now(), null))));
        return results;
    }

    @PreDestroy
    void close() throws IOException {
        http.close();
    }
}
