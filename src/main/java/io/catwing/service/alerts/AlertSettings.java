package io.catwing.service.alerts;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code catwing.alerts}.
 *
 * @param receivers by a name of the operator's
 * @param every how often it is looked for what is wrong
 * @param over how long something must not have been seen before it is over; several services look one after the other
 * @param timeout for a receiver to answer
 */
@Validated
@ConfigurationProperties("catwing.alerts")
record AlertSettings(
        @DefaultValue Map<@Pattern(regexp = "[a-z0-9]{1,30}") String, @Valid Receiver> receivers,
        @Valid @DefaultValue Mail mail,
        @Valid @DefaultValue Ping ping,
        @NotNull @DefaultValue("30s") Duration every,
        @NotNull @DefaultValue("2m") Duration over,
        @NotNull @DefaultValue("10s") Duration timeout) {

    /**
     * Somebody who is told; by one of the first three.
     *
     * @param email addresses
     * @param webhook receives the JSON of docs/reference/alerts.md
     * @param slack an incoming webhook
     * @param about kinds of troubles; none for all
     * @param clients ids, or beginnings of ids with a star; none for all. Troubles of no client are told in any case
     */
    record Receiver(List<String> email, URI webhook, URI slack, List<String> about, List<String> clients) {
        Receiver {
            email = email == null ? List.of() : email;
            about = about == null ? List.of() : about;
            clients = clients == null ? List.of() : clients;
        }

        boolean wants(Trouble trouble) {
            return (about.isEmpty() || about.contains(trouble.kind()))
                    && (trouble.client() == null
                            || clients.isEmpty()
                            || clients.stream()
                                    .anyMatch(pattern -> pattern.endsWith("*")
                                            ? trouble.client().startsWith(pattern.substring(0, pattern.length() - 1))
                                            : trouble.client().equals(pattern)));
        }
    }

    /**
     * The server that e-mail is handed to.
     *
     * @param security starttls, tls or none
     */
    record Mail(
            String host,
            @DefaultValue("587") @Min(1) @Max(65535) int port,
            String user,
            String password,
            @DefaultValue("catwing@localhost") String from,
            @DefaultValue("starttls") @Pattern(regexp = "starttls|tls|none") String security) {}

    /**
     * URLs of a dead man's switch, each null for none.
     *
     * @param day called after each day of which every file of every client is loaded
     * @param backup called after each good backup
     * @param drill called after each good drill
     * @param method GET or POST
     */
    record Ping(URI day, URI backup, URI drill, @DefaultValue("GET") @Pattern(regexp = "GET|POST") String method) {
        Map<String, URI> urls() {
            Map<String, URI> urls = new TreeMap<>();
            put(urls, "day", day);
            put(urls, "backup", backup);
            put(urls, "drill", drill);
            return urls;
        }

        private static void put(Map<String, URI> urls, String what, URI url) {
            if (url != null) {
                urls.put(what, url);
            }
        }
    }
}
