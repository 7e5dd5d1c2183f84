package io.catwing.client.guess;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.catwing.client.Entity;
import io.catwing.client.Model;
import io.catwing.client.Table.Column;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A client's file in which the entity need not be described yet. {@link #asking} makes a file of it that asks for the first page and
 * keeps the whole body as one record; {@link #with} puts what was guessed in its place.
 */
public final class ClientDraft {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final YAMLMapper YAML = new YAMLMapper();

    private final String text;
    private final ObjectNode file;
    private final Entity entity;
    private final ObjectNode request;

    /**
     * @param text of the client's file
     * @param path of the request; null to take what the file says of the entity
     * @param query parameters of the request, which may be templates
     * @throws AbortingFailure if there is nothing to ask for
     */
    public ClientDraft(String text, Entity entity, String path, Map<String, String> query) {
        this.text = text;
        this.entity = entity;
        try {
            if (!(YAML.readTree(text) instanceof ObjectNode object)
                    || !object.path("erp").isObject()) {
                throw new AbortingFailure(
                        "the client's file has no erp:",
                        "write client:, name: and erp: with url: and auth: into it first");
            }
            file = object;
        } catch (IOException e) {
            throw new AbortingFailure("the client's file is not YAML", "./catwing check says where", e);
        }
        JsonNode own = declared().path("request");
        if (path == null && !own.isObject()) {
            throw new AbortingFailure(
                    "the client's file has no request of " + entity,
                    "say where it is: ./catwing guess CLIENT " + entity + " --path /" + entity);
        }
        request =
                path == null ? (ObjectNode) own.deepCopy() : NODES.objectNode().put("path", path);
        if (!query.isEmpty()) {
            ObjectNode all = request.withObject("/query");
            query.forEach(all::put);
        }
    }

    private JsonNode declared() {
        return file.path("entities").path(entity.toString());
    }

    private JsonNode setting(String key) {
        JsonNode own = declared().path(key);
        return own.isMissingNode() ? file.path("erp").path(key) : own;
    }

    /** Whether the file says already how pages follow each other, or where the records are. */
    public boolean says(String key) {
        return setting(key).isObject();
    }

    /** Where the file says that the records are; null if it does not. */
    public JsonPointer recordsAt() {
        JsonNode records = setting("envelope").path("records");
        return records.isTextual() ? JsonPointer.compile(records.asText()) : null;
    }

    /** A file that asks for the first page. */
    public String asking() {
        ObjectNode draft = head();
        ObjectNode erp = (ObjectNode) draft.get("erp");
        List.of("paging", "envelope", "volume", "formats").forEach(erp::remove);
        ObjectNode asked = NODES.objectNode();
        window(asked);
        asked.set("request", request.deepCopy());
        ObjectNode mapping = asked.putObject("mapping");
        for (Column column : Model.of(entity).head().columns()) {
            if (column.key()) {
                mapping.put(column.name(), "/" + column.name());
            }
        }
        if (Model.of(entity).line() != null) {
            mapping.putObject("lines").put("at", "/lines");
        }
        draft.putObject("entities").set(entity.toString(), asked);
        return resolved(draft, "").toString();
    }

    private ObjectNode head() {
        ObjectNode head = file.deepCopy();
        List.of("ml", "images", "entities").forEach(head::remove);
        return head;
    }

    private boolean usesWindow() {
        return (request + file.path("erp").path("request").toString()).contains("{{from");
    }

    private boolean usesDate() {
        return (request + file.path("erp").path("request").toString()).contains("{{date");
    }

    /** A delta where the request names its window, or the orders of a day. */
    private void window(ObjectNode asked) {
        JsonNode delta = declared().path("delta");
        boolean orders = Model.of(entity).line() != null && entity != Entity.PRICING_LISTS;
        if (delta.isObject()) {
            asked.set("delta", delta);
        } else if (usesWindow() || orders && usesDate()) {
            asked.putObject("delta").put("days", 1);
        } else {
            asked.put("snapshot", true);
        }
    }

    /** Paging variables become those of the first page; without a value they go. */
    private JsonNode resolved(JsonNode node, String key) {
        JsonNode paging = setting("paging");
        if (node.isTextual()) {
            return TextNode.valueOf(node.asText()
                    .replaceAll("\\{\\{\\s*page\\s*}}", paging.path("first").asText("1"))
                    .replaceAll("\\{\\{\\s*(offset|version)\\s*}}", "0")
                    .replaceAll("\\{\\{\\s*size\\s*}}", paging.path("size").asText("100"))
                    .replaceAll("\\{\\{\\s*(cursor|key)\\s*}}", key.equals("body") ? "null" : ""));
        } else if (node instanceof ObjectNode object) {
            Iterator<Map.Entry<String, JsonNode>> members = object.properties().iterator();
            List<String> without = new ArrayList<>();
            while (members.hasNext()) {
                Map.Entry<String, JsonNode> member = members.next();
                JsonNode value = resolved(member.getValue(), member.getKey());
                if (value.isNull()
                        || value.isTextual()
                                && value.asText().isEmpty()
                                && !member.getValue().asText().isEmpty()) {
                    without.add(member.getKey());
                } else {
                    member.setValue(value);
                }
            }
            object.remove(without);
        }
        return node;
    }

    /**
     * The file with what was guessed as its only entity, and nothing else changed.
     *
     * @param guessed lines below {@code entities:}
     */
    public String with(List<String> guessed) {
        StringBuilder whole = new StringBuilder();
        boolean left = false;
        for (String line : text.lines().toList()) {
            if (line.matches("[A-Za-z_]+:.*")) {
                left = line.matches("(entities|ml|images):.*");
            }
            if (!left) {
                whole.append(line).append('\n');
            }
        }
        whole.append("entities:\n");
        guessed.forEach(line -> whole.append(line).append('\n'));
        return whole.toString();
    }

    /**
     * The entity as YAML, to be put below {@code entities:}.
     *
     * @param formats lines below {@code formats:}
     */
    public List<String> entity(AnswerGuess answer, MappingGuess mapping, List<String> formats) {
        List<String> yaml = new ArrayList<>();
        yaml.add("  " + entity + ":");
        ObjectNode window = NODES.objectNode();
        window(window);
        yaml.add(window.has("delta") ? "    delta: " + flow(window.get("delta")) : "    snapshot: true");
        ObjectNode asked = request.deepCopy();
        if (!says("paging")) {
            yaml.add("    request: " + flow(withParameters(asked, answer.parameters())));
            yaml.add("    paging: " + answer.paging());
        } else {
            yaml.add("    request: " + flow(asked));
            if (declared().has("paging")) {
                yaml.add("    paging: " + flow(declared().get("paging")));
            }
        }
        if (!says("envelope") || recordsAt() == null || !recordsAt().equals(answer.recordsAt())) {
            yaml.add("    envelope: " + answer.envelope());
        } else if (declared().has("envelope")) {
            yaml.add("    envelope: " + flow(declared().get("envelope")));
        }
        if (!formats.isEmpty() && says("formats")) {
            yaml.add("    # to be added to formats:");
            formats.forEach(line -> yaml.add("    #   " + line));
        } else if (!formats.isEmpty()) {
            yaml.add("    formats:");
            formats.forEach(line -> yaml.add("      " + line));
        }
        yaml.add("    mapping:");
        mapping.yaml().forEach(line -> yaml.add("      " + line));
        mapping.unused().stream().limit(40).forEach(field -> yaml.add("      # not mapped: " + field));
        return yaml;
    }

    private static ObjectNode withParameters(ObjectNode asked, Map<String, String> parameters) {
        if (!parameters.isEmpty()) {
            ObjectNode query = asked.withObject("/query");
            parameters.forEach(query::put);
        }
        return asked;
    }

    private static String flow(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> members = new ArrayList<>();
            object.properties()
                    .forEach(member -> members.add(Yaml.text(member.getKey()) + ": " + flow(member.getValue())));
            return "{" + String.join(", ", members) + "}";
        }
        return node.isTextual() ? Yaml.text(node.asText()) : node.toString();
    }
}
