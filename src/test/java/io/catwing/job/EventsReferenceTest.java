package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.ClientId;
import io.catwing.job.Event.Meaning;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reference and the JSON Schema of events are written from the records that are published. */
class EventsReferenceTest {
    static final Path SCHEMA = Path.of("docs/reference/events.schema.json");
    private static final Path PAGE = Path.of("docs/reference/events.md");
    private static final String BEGIN = "<!-- written from io.catwing.job.Event by EventsReferenceTest -->\n";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void the_schema_is_that_of_the_records() throws IOException {
        String schema = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema()) + "\n";
        Path written = Files.writeString(Path.of("target/events.schema.json"), schema);

        assertThat(SCHEMA)
                .as("after a change of the events: cp " + written + " " + SCHEMA)
                .hasContent(schema);
    }

    @Test
    void the_page_names_every_event_and_every_field() throws IOException {
        String page = Files.readString(PAGE);
        String head = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        Path written = Files.writeString(Path.of("target/events.md"), head + page());

        assertThat(PAGE)
                .as("after a change of the events: cp " + written + " " + PAGE)
                .hasSameTextualContentAs(written);
    }

    private static ObjectNode schema() {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Events of CatWing");
        for (Class<?> kind : Event.class.getPermittedSubclasses()) {
            schema.withArray("oneOf").addObject().put("$ref", "#/$defs/" + Event.name(kind));
            ObjectNode event = schema.withObject("/$defs").putObject(Event.name(kind));
            event.put("description", kind.getAnnotation(Meaning.class).value());
            event.put("type", "object").put("additionalProperties", false);
            event.putArray("required").add("event").add("at");
            ObjectNode fields = event.putObject("properties");
            fields.putObject("event").put("const", Event.name(kind));
            fields.putObject("at").put("type", "string").put("format", "date-time");
            for (RecordComponent component : kind.getRecordComponents()) {
                String field = Event.words(component.getName(), "_");
                if (!meaning(component).optional()) {
                    event.withArray("required").add(field);
                }
                fields.set(
                        field,
                        type(component).put("description", meaning(component).value()));
            }
        }
        return schema;
    }

    private static ObjectNode type(RecordComponent component) {
        Class<?> type = component.getType();
        ObjectNode json = JSON.createObjectNode();
        if (type == List.class) {
            json.put("type", "array").put("maxItems", EventText.MOST);
            json.putObject("items").put("type", "string").put("maxLength", EventText.LONGEST);
            return json;
        }
        json.put("type", word(type));
        Map<Class<?>, String> formats = Map.of(LocalDate.class, "date", Instant.class, "date-time");
        if (formats.containsKey(type)) {
            json.put("format", formats.get(type));
        } else if (type == ClientId.class) {
            json.put("pattern", "^CW-[0-9]{6}$");
        } else if (type == String.class) {
            json.put("maxLength", EventText.LONGEST);
        }
        return json;
    }

    private static String word(Class<?> type) {
        if (type == boolean.class) {
            return "boolean";
        }
        return type == long.class || type == Long.class ? "integer" : "string";
    }

    private static String page() {
        StringBuilder page = new StringBuilder();
        for (Class<?> kind : Event.class.getPermittedSubclasses()) {
            page.append("\n### ").append(Event.name(kind)).append('\n');
            page.append(kind.getAnnotation(Meaning.class).value()).append("\n\n");
            page.append("| field | type | meaning |\n|---|---|---|\n");
            Arrays.stream(kind.getRecordComponents())
                    .forEach(component -> page.append(String.format(
                            "| `%s` | %s | %s |%n",
                            Event.words(component.getName(), "_"),
                            shown(component),
                            meaning(component).value())));
        }
        return page.toString();
    }

    private static String shown(RecordComponent component) {
        ObjectNode type = type(component);
        String shown = type.path("format").asText(type.path("type").asText());
        return meaning(component).optional() ? shown + ", or left out" : shown;
    }

    private static Meaning meaning(RecordComponent component) {
        return component.getAnnotation(Meaning.class);
    }
}
