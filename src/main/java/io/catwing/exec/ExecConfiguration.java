package io.catwing.exec;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Replaces the component that Camel's starter would create. */
@Configuration(proxyBeanMethods = false)
class ExecConfiguration {
    /** The name under which Camel looks up the component of {@code exec:}. */
    @Bean("exec-component")
    CommandComponent commandComponent(CommandExecutor executor) {
        return new CommandComponent(executor);
    }
}
