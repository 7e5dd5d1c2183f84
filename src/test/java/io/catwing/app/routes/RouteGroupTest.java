package io.catwing.app.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class RouteGroupTest {
    @Test
    void a_route_that_names_no_group_is_listed_as_the_users() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:own").routeId("own").to("log:own");
                    from("direct:load").routeId("load").routeGroup("load").to("log:load");
                }
            });

            camel.start();

            assertThat(camel.getRoutes().stream().sorted(RouteGroup.BY_GROUP_AND_ID))
                    .extracting(RouteGroup::of)
                    .containsExactly("load", "user");
        }
    }
}
