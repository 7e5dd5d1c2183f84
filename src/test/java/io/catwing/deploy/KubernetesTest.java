package io.catwing.deploy;

import static io.catwing.deploy.Kustomization.some;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.cli.CatwingCommand;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.scheduling.support.CronExpression;

/** The manifests in k8s/: valid to the letter for Kubernetes' own types, and by rules of ours. No cluster is needed. */
class KubernetesTest {
    private static final Path K8S = Path.of("k8s");
    private static final Path CLIENTS = Path.of("clients");
    private static final Path JOBS = K8S.resolve("jobs");
    private static final Path EXAMPLE = K8S.resolve("secret.example.yaml");

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Every manifest, patches included. */
    private static List<HasMetadata> all() throws IOException {
        return files(K8S).stream()
                .filter(file -> !Kustomization.is(file))
                .flatMap(file -> Kustomization.read(file).stream())
                .toList();
    }

    private static String name(HasMetadata one) {
        return one.getKind() + " "
                + (one.getMetadata().getName() == null
                        ? one.getMetadata().getGenerateName()
                        : one.getMetadata().getName());
    }

    private static PodTemplateSpec template(HasMetadata one) {
        if (one instanceof Deployment deployment) {
            // A patch that deletes one has no more than its name.
            return deployment.getSpec() == null ? null : deployment.getSpec().getTemplate();
        } else if (one instanceof StatefulSet set) {
            return set.getSpec().getTemplate();
        } else if (one instanceof CronJob cron) {
            return cron.getSpec().getJobTemplate().getSpec().getTemplate();
        }
        return one instanceof Job job ? job.getSpec().getTemplate() : null;
    }

    /** Pods by what makes them; a patch has no containers. */
    private static Map<HasMetadata, PodSpec> pods() throws IOException {
        return all().stream()
                .filter(one -> template(one) != null && template(one).getSpec() != null)
                .filter(one -> !template(one).getSpec().getContainers().isEmpty())
                .collect(Collectors.toMap(one -> one, one -> template(one).getSpec()));
    }

    private static List<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .toList();
    }

    @Test
    void every_manifest_has_only_fields_that_kubernetes_knows() throws IOException {
        assertThat(all()).hasSizeGreaterThan(15).allSatisfy(one -> assertThat(one.getMetadata())
                .isNotNull());
        for (String wrong : List.of(
                "spec: {template: {spec: {containers: [{name: c, readynessProbe: {}}]}}}",
                "spec: {replicas: several}",
                "metadata: {name: a, name: b}",
                "specification: {}")) {
            Path file = Files.writeString(
                    Files.createTempFile("wrong", ".yaml"), "apiVersion: apps/v1\nkind: Deployment\n" + wrong + "\n");
            assertThatCode(() -> Kustomization.read(file)).as(wrong).hasMessageContaining(file.toString());
            Files.delete(file);
        }
    }

    @Test
    void every_file_that_a_kustomization_names_is_there_and_every_manifest_is_named_by_one() throws IOException {
        Set<Path> named = new TreeSet<>();
        for (Path file : Stream.concat(files(K8S).stream(), Stream.of(CLIENTS.resolve("Kustomization")))
                .filter(Kustomization::is)
                .toList()) {
            Kustomization.of(file.getParent()).named(file.getParent()).forEach(path -> {
                assertThat(path).as("named by " + file).exists();
                named.add(path);
            });
        }
        assertThat(files(K8S).stream()
                        .filter(file -> !Kustomization.is(file) && !file.startsWith(JOBS) && !file.equals(EXAMPLE)))
                .allMatch(named::contains);
    }

    @Test
    void the_config_map_of_clients_has_every_client_file() throws IOException {
        try (Stream<Path> clients = Files.list(CLIENTS)) {
            assertThat(Kustomization.of(CLIENTS).configMapGenerator().get(0).files())
                    .containsExactlyInAnyOrderElementsOf(
                            clients.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith(".yaml"))
                                    .toList());
        }
    }

    @Test
    void a_patch_is_of_something_that_its_kustomization_has() throws IOException {
        for (Path overlay : overlays()) {
            Set<String> there = Kustomization.everything(overlay).stream()
                    .map(KubernetesTest::name)
                    .collect(Collectors.toSet());
            Stream<Path> patches = Stream.of(overlay, K8S.resolve("components/cronjobs"))
                    .flatMap(folder ->
                            some(Kustomization.of(folder).patches()).map(patch -> folder.resolve(patch.path())));
            assertThat(patches.flatMap(file -> Kustomization.read(file).stream())
                            .map(KubernetesTest::name))
                    .allMatch(there::contains);
        }
    }

    private static List<Path> overlays() throws IOException {
        try (Stream<Path> overlays = Files.list(K8S.resolve("overlays"))) {
            return overlays.toList();
        }
    }

    @Test
    void no_pod_may_do_more_than_it_needs() throws IOException {
        assertThat(pods()).hasSizeGreaterThan(7);
        pods().forEach((one, pod) -> {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).as(name(one)).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).as(name(one)).isPositive();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                    .as(name(one))
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.getAutomountServiceAccountToken()).as(name(one)).isFalse();
            assertThat(pod.getHostNetwork()).as(name(one)).isNull();
            assertThat(containers(pod)).as(name(one)).allSatisfy(container -> {
                var may = container.getSecurityContext();
                assertThat(may.getAllowPrivilegeEscalation()).isFalse();
                assertThat(may.getReadOnlyRootFilesystem()).isTrue();
                assertThat(may.getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(may.getCapabilities().getAdd()).isEmpty();
                assertThat(container.getImage()).matches("[\\w./-]+:(?!latest)[\\w][\\w.-]*");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
            });
        });
    }

    /** A volume's own folder is root's, and all may write to it: no home. What guards the space asks the disk, and an emptyDir has none of its own. */
    @Test
    void the_home_is_a_folder_on_a_disk_of_the_pod_that_tells_how_much_room_it_has() throws IOException {
        pods().forEach((one, pod) -> catwing(pod).forEach(container -> {
            Path home = Path.of(container.getEnv().stream()
                    .filter(set -> set.getName().equals("CATWING_HOME"))
                    .findFirst()
                    .orElseThrow()
                    .getValue());
            assertThat(container.getVolumeMounts()).as(name(one)).anySatisfy(mount -> {
                assertThat(home.getParent()).isEqualTo(Path.of(mount.getMountPath()));
                assertThat(pod.getVolumes())
                        .anyMatch(volume -> volume.getName().equals(mount.getName()) && volume.getEphemeral() != null);
            });
        }));
    }

    @Test
    void each_pod_has_the_certificate_by_which_production_verifies_its_database() throws IOException {
        List<String> urls = new ArrayList<>();
        some(Kustomization.of(K8S.resolve("overlays/production")).configMapGenerator())
                .flatMap(generator -> some(generator.literals()))
                .filter(literal -> literal.startsWith("CATWING_DB_URL="))
                .forEach(urls::add);
        List<String> folders = new ArrayList<>();
        pods().forEach((one, pod) -> catwing(pod).forEach(container -> {
            container.getEnv().stream()
                    .filter(set -> set.getName().equals("CATWING_DB_URL"))
                    .forEach(set -> urls.add(set.getValue()));
            String volume = pod.getVolumes().stream()
                    .filter(each -> each.getConfigMap() != null
                            && each.getConfigMap().getName().equals("catwing-database-ca")
                            && each.getConfigMap().getOptional())
                    .findFirst()
                    .orElseThrow()
                    .getName();
            container.getVolumeMounts().stream()
                    .filter(mount -> mount.getName().equals(volume))
                    .forEach(mount -> folders.add(mount.getMountPath()));
        }));
        assertThat(folders).hasSize(6).containsOnly("/etc/catwing/database");
        assertThat(urls).hasSize(2).allSatisfy(url -> assertThat(url)
                .endsWith("?sslmode=verify-full&sslrootcert=/etc/catwing/database/ca.crt"));
    }

    /** What is only in a file goes with the pod. */
    @Test
    void each_pod_logs_where_a_cluster_collects_it() throws IOException {
        List<Container> all =
                pods().values().stream().flatMap(pod -> catwing(pod).stream()).toList();
        assertThat(all).hasSize(6).allSatisfy(container -> assertThat(container.getEnv())
                .as(String.join(" ", container.getArgs()))
                .anyMatch(set ->
                        set.getName().equals("CATWING_LOG") && set.getValue().equals("json")));
    }

    private static List<Container> catwing(PodSpec pod) {
        return pod.getContainers().stream()
                .filter(container -> container.getImage().startsWith("catwing:"))
                .toList();
    }

    @Test
    void what_runs_on_is_probed_and_has_the_time_to_end_that_it_needs() throws IOException {
        Set<String> groups = new TreeSet<>();
        JsonNode health = Kustomization.YAML
                .readTree(Path.of("src/main/resources/application.yaml").toFile())
                .path("management");
        health.path("endpoint").path("health").path("group").fieldNames().forEachRemaining(groups::add);
        pods().forEach((one, pod) -> {
            assertThat(pod.getTerminationGracePeriodSeconds()).as(name(one)).isGreaterThan(20);
            if (one instanceof Deployment || one instanceof StatefulSet) {
                assertThat(pod.getContainers()).as(name(one)).allSatisfy(container -> {
                    assertThat(container.getLivenessProbe()).isNotNull();
                    assertThat(container.getReadinessProbe()).isNotNull();
                    assertThat(container.getStartupProbe()).isNotNull();
                });
            }
        });
        Container service = pod("Deployment catwing").getContainers().get(0);
        assertThat(Map.of(
                        "startup", service.getStartupProbe(),
                        "liveness", service.getLivenessProbe(),
                        "readiness", service.getReadinessProbe()))
                .allSatisfy((group, probe) -> assertThat(path(probe)).isEqualTo("/actuator/health/" + group));
        assertThat(groups).contains("startup", "liveness", "readiness");
        assertThat(service.getEnv())
                .anyMatch(set ->
                        set.getName().equals("SERVER_ADDRESS") && set.getValue().equals("0.0.0.0"));
    }

    @Test
    void a_migration_may_take_an_hour() throws IOException {
        Probe startup = pod("Deployment catwing").getContainers().get(0).getStartupProbe();
        Duration probed = Duration.ofSeconds(startup.getPeriodSeconds()).multipliedBy(startup.getFailureThreshold());
        assertThat(probed).isGreaterThanOrEqualTo(Duration.ofHours(1));
        assertThat(((Deployment) maker("Deployment catwing")).getSpec().getProgressDeadlineSeconds())
                .isNotNull()
                .isGreaterThan((int) probed.toSeconds());
        assertThat(Kustomization.YAML
                        .readTree(Path.of("src/main/resources/application.yaml").toFile())
                        .at("/spring/flyway/lock-retry-count")
                        .asInt())
                .as("seconds for which a second pod waits for the first")
                .isGreaterThanOrEqualTo(3600);
    }

    @Test
    void a_fetch_that_was_killed_is_tried_again_once_its_clients_are_free() throws Exception {
        CronJob fetch = (CronJob) maker("CronJob catwing-fetch");
        // Kubernetes waits for 10 s before it tries again, and twice as long each time.
        Duration waited = Duration.ofSeconds(10)
                .multipliedBy((1L << fetch.getSpec().getJobTemplate().getSpec().getBackoffLimit()) - 1);
        String silence = Stream.of(Class.forName("io.catwing.job.DailySettings")
                        .getDeclaredConstructors()[0]
                        .getParameters())
                .filter(setting -> setting.getName().equals("silence"))
                .findFirst()
                .orElseThrow()
                .getAnnotation(DefaultValue.class)
                .value()[0];

        assertThat(waited).isGreaterThan(DurationStyle.detectAndParse(silence));
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }

    private static PodSpec pod(String name) throws IOException {
        return template(maker(name)).getSpec();
    }

    /** What makes pods, and is no patch. */
    private static HasMetadata maker(String name) throws IOException {
        return pods().keySet().stream()
                .filter(one -> name(one).equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "demo"})
    void what_a_pod_names_is_there(String overlay) throws IOException {
        Path folder = K8S.resolve("overlays").resolve(overlay);
        List<HasMetadata> all = new ArrayList<>(Kustomization.everything(folder));
        if (overlay.equals("production")) {
            all.addAll(Kustomization.everything(K8S.resolve("components/cronjobs")));
            files(JOBS).forEach(file -> all.addAll(Kustomization.read(file)));
        }
        Set<String> there = all.stream().map(KubernetesTest::name).collect(Collectors.toCollection(TreeSet::new));
        Kustomization.configMaps(folder).forEach(name -> there.add("ConfigMap " + name));
        Secret secret = (Secret) Kustomization.read(EXAMPLE).get(0);
        there.add(name(secret));

        List<String> named = new ArrayList<>();
        all.stream().filter(one -> template(one) != null).forEach(one -> {
            PodSpec pod = template(one).getSpec();
            some(List.of(String.valueOf(pod.getServiceAccountName())))
                    .filter(name -> !name.equals("null"))
                    .forEach(name -> named.add("ServiceAccount " + name));
            containers(pod).forEach(container -> named.addAll(references(container, secret)));
            pod.getVolumes().forEach(volume -> {
                if (volume.getConfigMap() != null
                        && !Boolean.TRUE.equals(volume.getConfigMap().getOptional())) {
                    named.add("ConfigMap " + volume.getConfigMap().getName());
                }
                if (volume.getProjected() != null) {
                    volume.getProjected()
                            .getSources()
                            .forEach(source -> named.add(
                                    "ConfigMap " + source.getConfigMap().getName()));
                }
            });
        });
        assertThat(named).contains("ConfigMap catwing-clients", "ConfigMap catwing-settings", "ServiceAccount catwing");
        assertThat(there).containsAll(named);
        mountedVolumes(all);
        selected(all);
    }

    @Test
    void who_has_the_clients_has_the_routes_that_their_files_name() throws IOException {
        pods().forEach((one, pod) -> containers(pod).forEach(container -> {
            List<String> paths = container.getVolumeMounts().stream()
                    .map(VolumeMount::getMountPath)
                    .toList();
            if (paths.contains("/etc/catwing/clients")) {
                assertThat(paths).as(name(one)).contains("/etc/catwing/routes");
                assertThat(pod.getVolumes())
                        .as(name(one))
                        .anyMatch(volume -> volume.getConfigMap() != null
                                && volume.getConfigMap().getName().equals("catwing-routes")
                                && volume.getConfigMap().getOptional());
            }
        }));
    }

    @Test
    void a_cron_job_that_hangs_is_ended_before_the_next_one_is_due() throws IOException {
        List<CronJob> jobs = all().stream()
                .filter(CronJob.class::isInstance)
                .map(CronJob.class::cast)
                .toList();
        assertThat(jobs).hasSize(3).allSatisfy(job -> {
            ZoneId zone = ZoneId.of(job.getSpec().getTimeZone());
            CronExpression cron = CronExpression.parse("0 " + job.getSpec().getSchedule());
            ZonedDateTime due = cron.next(ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, zone));
            Duration period = Duration.between(due, cron.next(due));
            assertThat(job.getSpec().getConcurrencyPolicy()).as(name(job)).isEqualTo("Forbid");
            assertThat(job.getSpec().getJobTemplate().getSpec().getActiveDeadlineSeconds())
                    .as(name(job))
                    .isNotNull()
                    .isLessThan(period.toSeconds());
        });
    }

    private static List<String> references(Container container, Secret secret) {
        List<String> named = new ArrayList<>();
        container.getEnvFrom().forEach(from -> {
            named.add(
                    from.getSecretRef() != null
                            ? "Secret " + from.getSecretRef().getName()
                            : "ConfigMap " + from.getConfigMapRef().getName());
        });
        container.getEnv().stream()
                .filter(set -> set.getValueFrom() != null && set.getValueFrom().getSecretKeyRef() != null)
                .map(set -> set.getValueFrom().getSecretKeyRef())
                .forEach(key -> {
                    named.add("Secret " + key.getName());
                    assertThat(secret.getStringData()).containsKey(key.getKey());
                });
        return named;
    }

    private static void mountedVolumes(List<HasMetadata> all) {
        all.stream().filter(one -> template(one) != null).forEach(one -> {
            Set<String> volumes = template(one).getSpec().getVolumes().stream()
                    .map(volume -> volume.getName())
                    .collect(Collectors.toCollection(TreeSet::new));
            if (one instanceof StatefulSet set) {
                set.getSpec()
                        .getVolumeClaimTemplates()
                        .forEach(claim -> volumes.add(claim.getMetadata().getName()));
            }
            containers(template(one).getSpec()).forEach(container -> assertThat(container.getVolumeMounts())
                    .as(name(one))
                    .allMatch(mount -> volumes.contains(mount.getName())));
        });
    }

    /** Services, budgets and the workloads' own selectors find pods. */
    private static void selected(List<HasMetadata> all) {
        List<Map<String, String>> labels = all.stream()
                .filter(one -> template(one) != null)
                .map(one -> template(one).getMetadata().getLabels())
                .toList();
        List<Map<String, String>> selectors = new ArrayList<>();
        all.forEach(one -> {
            if (one instanceof Service service) {
                selectors.add(service.getSpec().getSelector());
            } else if (one instanceof PodDisruptionBudget budget) {
                selectors.add(budget.getSpec().getSelector().getMatchLabels());
            } else if (one instanceof Deployment deployment) {
                selectors.add(deployment.getSpec().getSelector().getMatchLabels());
            } else if (one instanceof StatefulSet set) {
                selectors.add(set.getSpec().getSelector().getMatchLabels());
            }
        });
        assertThat(selectors).isNotEmpty().allSatisfy(selector -> assertThat(labels)
                .anyMatch(has -> has.entrySet().containsAll(selector.entrySet())));
    }

    @Test
    void every_command_is_one_that_catwing_has() throws IOException {
        List<String> commands = new ArrayList<>();
        pods().forEach((one, pod) -> catwing(pod).forEach(container -> {
            List<String> arguments = container.getArgs().stream()
                    .map(argument -> argument.replace("$(JOB_COMPLETION_INDEX)", "0"))
                    .toList();
            assertThatCode(() -> CatwingCommand.commandLine().parseArgs(arguments.toArray(String[]::new)))
                    .as(name(one))
                    .doesNotThrowAnyException();
            commands.add(String.join(" ", arguments));
        }));
        assertThat(commands)
                .containsExactlyInAnyOrder(
                        "serve",
                        "fetch",
                        "backup",
                        "drill",
                        "recover fast --switch",
                        "replay --bulk --share 0/8 --to 2026-11-25");
    }

    @Test
    void the_shares_of_a_rebuild_are_as_many_as_its_pods_and_its_exit_code_is_that_of_the_command() {
        Job rebuild = (Job) Kustomization.read(JOBS.resolve("rebuild.yaml")).get(0);
        assertThat(rebuild.getSpec().getCompletionMode()).isEqualTo("Indexed");
        Container container =
                rebuild.getSpec().getTemplate().getSpec().getContainers().get(0);
        assertThat(container.getArgs())
                .contains("$(JOB_COMPLETION_INDEX)/" + rebuild.getSpec().getCompletions());
        int forGood = rebuild.getSpec()
                .getPodFailurePolicy()
                .getRules()
                .get(0)
                .getOnExitCodes()
                .getValues()
                .get(0);
        assertThat(CatwingCommand.commandLine()
                        .getSubcommands()
                        .get("replay")
                        .getCommandSpec()
                        .findOption("--share")
                        .description())
                .anyMatch(line -> line.contains("Exit code " + forGood + ": "));
    }

    @Test
    void a_recovery_is_tried_again_after_any_exit_code_but_that_of_a_database_that_is_not_good() {
        Job recover = (Job) Kustomization.read(JOBS.resolve("recover.yaml")).get(0);

        assertThat(recover.getSpec().getPodFailurePolicy().getRules())
                .filteredOn(rule -> rule.getOnExitCodes() != null)
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.getAction()).isEqualTo("FailJob");
                    assertThat(rule.getOnExitCodes().getValues()).containsExactly(CatwingCommand.FAILED);
                });
    }

    @Test
    void the_example_of_a_secret_has_what_the_clients_files_need_and_no_more() throws IOException {
        Pattern needed = Pattern.compile("\\$\\{(CW_\\w+)}");
        Set<String> names = new TreeSet<>();
        for (String file : Kustomization.of(CLIENTS).configMapGenerator().get(0).files()) {
            needed.matcher(Files.readString(CLIENTS.resolve(file))).results().forEach(name -> names.add(name.group(1)));
        }
        Secret secret = (Secret) Kustomization.read(EXAMPLE).get(0);

        assertThat(names).isNotEmpty();
        assertThat(secret.getStringData().keySet().stream().filter(key -> key.startsWith("CW_")))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void the_example_of_a_secret_has_none() {
        Secret secret = (Secret) Kustomization.read(EXAMPLE).get(0);
        assertThat(secret.getData()).isNullOrEmpty();
        assertThat(secret.getStringData()).isNotEmpty().allSatisfy((key, value) -> assertThat(value)
                .isEmpty());
    }

    @Test
    void no_service_account_has_a_token_and_no_manifest_outside_of_the_example_is_a_secret() throws IOException {
        assertThat(all().stream().filter(ServiceAccount.class::isInstance).map(ServiceAccount.class::cast))
                .isNotEmpty()
                .allMatch(account -> !account.getAutomountServiceAccountToken());
        assertThat(all().stream().filter(Secret.class::isInstance)).hasSize(1);
    }
}
