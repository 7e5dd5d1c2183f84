package io.catwing.exec;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts our component in place of the one that Camel's starter would make. */
@Configuration(proxyBeanMethods = false)
class ExecConfiguration {
    /** The name under which Camel looks for the component of {@code exec:}. */
    @Bean("exec-component")
    CommandComponent commandComponent(CommandExecutor executor) {
        return new CommandComponent(executor);
    }
}
