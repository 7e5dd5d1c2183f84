package io.catwing.app.routes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.annotation.ConfigurationClassPostProcessor;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The routes in the jar, by id, as application.yaml lists their folders. */
public final class BuiltInRoutes {
    private BuiltInRoutes() {}

    public static Map<String, RouteFile> read() {
        ClassLoader loader = BuiltInRoutes.class.getClassLoader();
        Map<String, RouteFile> routes = new TreeMap<>();
        try (InputStream settings = loader.getResourceAsStream("application.yaml")) {
            String patterns = new ObjectMapper(new YAMLFactory())
                    .readTree(settings)
                    .at("/camel/main/routes-include-pattern")
                    .asText();
            for (String pattern : patterns.split(",")) {
                for (Resource resource :
                        new PathMatchingResourcePatternResolver(loader).getResources(pattern.strip())) {
                    RouteFile file = read(resource);
                    routes.put(file.id(), file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return routes;
    }

    private static RouteFile read(Resource resource) throws IOException {
        try (InputStream in = resource.getInputStream()) {
            return RouteFile.parse(
                            Path.of(String.valueOf(resource.getFilename())), in.readAllBytes(), new ArrayList<>())
                    .orElseThrow(() -> new IllegalStateException(resource + " is no YAML"));
        }
    }

    /** The names of the application's own beans, without starting any. */
    public static Set<String> beanNames() {
        DefaultListableBeanFactory factory = new DefaultListableBeanFactory();
        AnnotationConfigUtils.registerAnnotationConfigProcessors(factory);
        new ClassPathBeanDefinitionScanner(factory).scan("io.catwing");
        factory.getBean(ConfigurationClassPostProcessor.class).postProcessBeanFactory(factory);
        return Set.of(factory.getBeanDefinitionNames());
    }
}
