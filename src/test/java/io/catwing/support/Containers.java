package io.catwing.support;

import io.catwing.bucket.S3Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The servers of {@link Servers} in containers ({@code mvn -Pcontainers verify}); as an extension of JUnit, what skips all
 * tests where no container engine answers.
 */
public final class Containers implements ExecutionCondition {
    private static final String USER = "catwing";
    private static final String SECRET = "a secret of the tests";

    /** @param address host and port */
    record Started(AutoCloseable container, String address) {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return ConditionEvaluationResult.disabled(
                    "-Pcontainers: no container engine answers (docker info says why); DOCKER_HOST names another one");
        }
        return ConditionEvaluationResult.enabled("servers can be started");
    }

    /** Whoever connects is believed. */
    static Started postgres(Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of("postgres"));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return start(
                container("postgres", 5432)
                        .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
                        .withCommand(command.toArray(String[]::new))
                        // The first time it is ready, it is for the scripts of its image alone.
                        .waitingFor(Wait.forLogMessage(".*database system is ready to accept connections.*", 2)),
                5432);
    }

    static Started s3() {
        return start(
                container("s3", 9000)
                        .withEnv("MINIO_ROOT_USER", USER)
                        .withEnv("MINIO_ROOT_PASSWORD", SECRET)
                        .withCommand("server", "/data")
                        .waitingFor(Wait.forHttp("/minio/health/live").forPort(9000)),
                9000);
    }

    static S3Settings settings(Started s3, String bucket) {
        return new S3Settings("http://" + s3.address(), "us-east-1", USER, SECRET, bucket, true, false);
    }

    private static GenericContainer<?> container(String name, int port) {
        return new GenericContainer<>(DockerImageName.parse(System.getProperty("catwing.containers." + name)))
                .withExposedPorts(port);
    }

    private static Started start(GenericContainer<?> container, int port) {
        container.start();
        return new Started(container, container.getHost() + ":" + container.getMappedPort(port));
    }
}
