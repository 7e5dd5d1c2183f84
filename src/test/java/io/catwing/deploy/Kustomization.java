package io.catwing.deploy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a {@code kustomization.yaml} brings together, followed as kustomize does, as far as ours say: resources and components
 * of other folders, generated ConfigMaps, patches by file. An unknown field fails, here and in every manifest.
 */
record Kustomization(
        String apiVersion,
        String kind,
        String namespace,
        List<Object> labels,
        List<String> resources,
        List<String> components,
        List<Map<String, String>> images,
        List<Generator> configMapGenerator,
        Map<String, Boolean> generatorOptions,
        List<Patch> patches) {

    record Generator(String name, List<String> files, List<String> literals) {}

    record Patch(String path, Map<String, String> target) {}

    /** The kinds that there are; another one is added here. */
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Stream.of(
                    CronJob.class,
                    Deployment.class,
                    Job.class,
                    Namespace.class,
                    NetworkPolicy.class,
                    PodDisruptionBudget.class,
                    Secret.class,
                    Service.class,
                    ServiceAccount.class,
                    StatefulSet.class)
            .collect(Collectors.toMap(
                    kind -> HasMetadata.getApiVersion(kind) + " " + HasMetadata.getKind(kind), Function.identity()));

    static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // Kubernetes' classes keep what they do not know, and a misspelt field would pass.
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            })
            .build();

    static boolean is(Path file) {
        return Set.of("kustomization.yaml", "Kustomization")
                .contains(file.getFileName().toString());
    }

    static Kustomization of(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.filter(Kustomization::is)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(folder + " has no kustomization.yaml"));
            return YAML.readValue(file.toFile(), Kustomization.class);
        } catch (IOException wrong) {
            throw new UncheckedIOException(folder + ": " + wrong.getMessage(), wrong);
        }
    }

    /** All documents of a file; none is of a kind, or has a field, that Kubernetes does not know. */
    static List<HasMetadata> read(Path file) {
        List<HasMetadata> all = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            while (documents.hasNextValue()) {
                ObjectNode document = (ObjectNode) documents.nextValue();
                String kind = document.path("apiVersion").asText() + " "
                        + document.path("kind").asText();
                if (!KINDS.containsKey(kind)) {
                    throw new AssertionError(file + ": what is " + kind + "?");
                }
                document.remove("$patch");
                all.add(YAML.treeToValue(document, KINDS.get(kind)));
            }
        } catch (IOException wrong) {
            throw new UncheckedIOException(file + ": " + wrong.getMessage(), wrong);
        }
        return all;
    }

    /** Everything that is applied from a folder, with components; patches aside. */
    static List<HasMetadata> everything(Path folder) {
        Kustomization here = of(folder);
        return Stream.concat(some(here.resources), some(here.components))
                .map(name -> folder.resolve(name).normalize())
                .flatMap(path -> Files.isDirectory(path) ? everything(path).stream() : read(path).stream())
                .toList();
    }

    /** Names of all ConfigMaps that are generated from a folder on. */
    static Set<String> configMaps(Path folder) {
        Kustomization here = of(folder);
        Set<String> names = new TreeSet<>();
        some(here.configMapGenerator).map(Generator::name).forEach(names::add);
        Stream.concat(some(here.resources), some(here.components))
                .map(name -> folder.resolve(name).normalize())
                .filter(Files::isDirectory)
                .forEach(path -> names.addAll(configMaps(path)));
        return names;
    }

    /** The files that it names, in its own folder and in others. */
    List<Path> named(Path folder) {
        return Stream.of(
                        some(resources),
                        some(components),
                        some(patches).map(Patch::path),
                        some(configMapGenerator).flatMap(generator -> some(generator.files)))
                .flatMap(Function.identity())
                .filter(Objects::nonNull)
                .map(name -> folder.resolve(name).normalize())
                .toList();
    }

    static <T> Stream<T> some(List<T> list) {
        return list == null ? Stream.empty() : list.stream();
    }
}
