package io.catwing.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.client.yaml.Located;
import io.catwing.client.yaml.Reading;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Checks of a request that need its paging and its defaults. */
final class RequestCheck {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /** A value for every variable, to try out templates. */
    static final Variables SAMPLE = sample();

    private final Reading reading;
    private final String owner;
    private final Set<Variable> known;

    /**
     * @param owner of the request, for error messages
     * @param known variables that have a value there
     */
    RequestCheck(Reading reading, String owner, Set<Variable> known) {
        this.reading = reading;
        this.owner = owner;
        this.known = known;
    }

    /** @return the variables that the request uses */
    Set<Variable> check(RequestDraft request) {
        Set<Variable> used = EnumSet.noneOf(Variable.class);
        collect(request.path(), used);
        request.query().values().forEach(value -> collect(value, used));
        request.headers().values().forEach(value -> collect(value, used));
        collect(request.body(), used);
        request.with().values().forEach(value -> collect(value, EnumSet.noneOf(Variable.class)));
        RequestSpec spec = request.spec();
        if (request.body() != null && spec.method().equals("GET")) {
            reading.refuse(
                    request.body().at(), request.at().path() + " is a GET with a body", "say method: POST, or drop it");
        } else if (request.body() == null && spec.method().equals("POST")) {
            reading.refuse(request.at(), request.at().path() + " is a POST without a body", "add body: (it may be '')");
        } else if (request.body() != null && Place.ofBody(spec.headers()) == Place.JSON_BODY) {
            checkJson(request.body());
        }
        return used;
    }

    private void collect(Located<String> template, Set<Variable> used) {
        if (template == null) {
            return;
        }
        for (Variable variable : Template.of(template.value()).variables()) {
            used.add(variable);
            if (!known.contains(variable)) {
                String path = template.at().path();
                String hint = known.isEmpty()
                        ? "no variable has a value there"
                        : String.join(", ", Variable.names(known)) + " have a value there";
                if (path.startsWith("erp.request.")) {
                    String name = path.substring(path.lastIndexOf('.') + 1);
                    hint += "; an entity takes the parameter away with {" + name + ": }";
                }
                reading.refuse(
                        template.at(), path + " uses {{" + variable + "}}, which has no value in " + owner, hint);
            }
        }
    }

    private void checkJson(Located<String> body) {
        String sample =
                Template.of(body.value()).render(SAMPLE, Place.JSON_BODY).orElse("");
        try {
            if (!sample.isBlank()) {
                JSON.readTree(sample);
            }
        } catch (JsonProcessingException e) {
            reading.refuse(
                    body.at(),
                    body.at().path() + " is not JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    "correct it, or name another Content-Type below headers:");
        }
    }

    private static Variables sample() {
        Variables sample = Variables.in(ZoneOffset.UTC);
        for (Variable variable : Variable.values()) {
            if (variable == Variable.IDS) {
                sample = sample.with(variable, List.of("1", "2"));
            } else {
                sample = variable.isDay()
                        ? sample.with(variable, LocalDate.of(2026, 2, 24))
                        : sample.with(variable, "1");
            }
        }
        return sample;
    }
}
