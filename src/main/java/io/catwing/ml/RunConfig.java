package io.catwing.ml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.catwing.client.ClientId;
import io.catwing.failure.JsonFault;
import io.catwing.failure.PrintableText;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.ml.RunFolder.Seal;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A run's {@code config.json}, valid against {@code ml/config.schema.json} and about the run whose folder it is in. */
final class RunConfig {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(
                    RunConfig.class.getResourceAsStream("/ml/config.schema.json"),
                    SchemaValidatorsConfig.builder().locale(Locale.ENGLISH).build());

    private static final String FILES = "files";

    /** Length of somebody else's text in a message. */
    private static final int SHOWN = 200;

    private final ObjectNode content;

    private RunConfig(ObjectNode content) {
        this.content = content;
    }

    /** @throws QuarantinedFailure that names the first field that is wrong */
    static RunConfig read(byte[] json, ClientId client, LocalDate runDate) {
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (MismatchedInputException e) {
            throw new QuarantinedFailure("config.json goes on after its JSON object", "write one JSON object", e);
        } catch (JsonProcessingException e) {
            throw new QuarantinedFailure("config.json is not JSON: " + fault(e), "write one JSON object", e);
        } catch (IOException e) {
            throw new QuarantinedFailure("config.json is not text in UTF-8", "write one JSON object", e);
        }
        Optional<ValidationMessage> wrong = SCHEMA.validate(tree).stream()
                .min(Comparator.comparing(message -> message.getInstanceLocation() + message.getMessage()));
        wrong.ifPresent(message -> {
            String at = message.getInstanceLocation().toString();
            String reason = message.getMessage();
            throw new QuarantinedFailure(
                    "config.json is not as its schema says"
                            + (at.isEmpty() ? ": " : " at " + PrintableText.clean(at, SHOWN) + ": ")
                            + PrintableText.clean(
                                    reason.startsWith(at + ": ") ? reason.substring(at.length() + 2) : reason, SHOWN),
                    "docs/reference/ml.md has the schema and an example");
        });
        check("client", client.value(), tree);
        check("run_date", runDate.toString(), tree);
        return new RunConfig((ObjectNode) tree);
    }

    private static void check(String field, String expected, JsonNode tree) {
        String found = tree.path(field).asText();
        if (!found.equals(expected)) {
            throw new QuarantinedFailure(
                    "config.json is of " + field + " " + PrintableText.clean(found, SHOWN) + ", not of " + expected,
                    "this is another run's folder, or the trainer wrote the wrong " + field);
        }
    }

    int horizonDays() {
        return content.path("horizon_days").asInt();
    }

    boolean negativeQuantities() {
        return content.path("negative_quantities").asBoolean(false);
    }

    /** The identity of the other files; empty if not recorded yet. */
    Map<RunFile, Seal> seals() {
        Map<RunFile, Seal> seals = new EnumMap<>(RunFile.class);
        for (RunFile file : RunFile.contents()) {
            JsonNode said = content.path(FILES).path(file.path());
            if (!said.isMissingNode()) {
                seals.put(
                        file,
                        new Seal(
                                said.path("sha256").asText(), said.path("bytes").asLong()));
            }
        }
        return seals;
    }

    /**
     * With the identity of the other files.
     *
     * @throws QuarantinedFailure if it already records another one
     */
    RunConfig sealed(Map<RunFile, Seal> seals) {
        Map<RunFile, Seal> said = seals();
        ObjectNode all = content.deepCopy();
        ObjectNode files = all.putObject(FILES);
        seals.forEach((file, seal) -> {
            if (!said.getOrDefault(file, seal).equals(seal)) {
                throw new QuarantinedFailure(
                        "config.json says that " + file.path() + " has the sha256 "
                                + PrintableText.clean(said.get(file).sha256(), SHOWN) + ", but it has " + seal.sha256(),
                        "take files out of config.json, which is filled in here, or write the files that it is about");
            }
            files.putObject(file.path()).put("sha256", seal.sha256()).put("bytes", seal.bytes());
        });
        return new RunConfig(all);
    }

    byte[] bytes() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree cannot be written", e);
        }
    }

    private static String fault(JsonProcessingException e) {
        String said = e.getOriginalMessage();
        return said.startsWith("Duplicate field") ? PrintableText.clean(said, SHOWN) : JsonFault.of(e);
    }
}
