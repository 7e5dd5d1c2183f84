package io.catwing.app.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spring.boot.CamelSpringBootRoutesCollector;
import org.apache.camel.support.ResourceHelper;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Finds the built-in routes in the jar's own directory. Camel would unpack the whole jar, once for each pattern
 * (docs/decisions/0044-routes-are-found-in-the-jar-s-directory.md).
 */
@Component
class FindRoutes extends CamelSpringBootRoutesCollector {

    FindRoutes(ApplicationContext context) {
        super(context, false);
    }

    /** @param include patterns with commas between them, whose wildcards are all in the file's name */
    @Override
    public Collection<Resource> findRouteResourcesFromDirectory(CamelContext camel, String exclude, String include) {
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        List<Resource> found = new ArrayList<>();
        try {
            for (String pattern : include.split(",")) {
                String folder = pattern.substring(0, pattern.lastIndexOf('/') + 1);
                for (var file : resolver.getResources(pattern)) {
                    found.add(ResourceHelper.resolveMandatoryResource(camel, folder + file.getFilename()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
