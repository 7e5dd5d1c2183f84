package io.catwing.cli;

import io.catwing.app.ServersConfiguration;
import io.catwing.backup.BackupConfiguration;
import io.catwing.bucket.ObjectStoreConfiguration;
import io.catwing.bucket.RawConfiguration;
import io.catwing.job.DailyConfiguration;
import io.catwing.load.LoadConfiguration;
import io.catwing.load.PlanLoad;
import io.catwing.recover.RecoverConfiguration;
import java.util.Map;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/**
 * The application for a command that only reads: without Camel, and without looking for components. The classes of two
 * hundred would be read at each start; here one is known from when it is asked for.
 */
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class
})
@Import({
    ReadingApplication.LocalServers.class,
    ServersConfiguration.class,
    ObjectStoreConfiguration.class,
    RawConfiguration.class,
    BackupConfiguration.class,
    DailyConfiguration.class,
    LoadConfiguration.class,
    RecoverConfiguration.class,
    // Asked for by its interface.
    PlanLoad.class
})
class ReadingApplication {

    static ConfigurableApplicationContext context() {
        return new AnnotationConfigApplicationContext(new BeansWhenAskedFor());
    }

    /** A component gets its definition when somebody asks for its class. */
    private static final class BeansWhenAskedFor extends DefaultListableBeanFactory {

        @Override
        public <T> T getBean(Class<T> type) {
            define(type);
            return super.getBean(type);
        }

        @Override
        protected Map<String, Object> findAutowireCandidates(
                String bean, Class<?> type, DependencyDescriptor dependency) {
            define(type);
            return super.findAutowireCandidates(bean, type, dependency);
        }

        private void define(Class<?> type) {
            if (AnnotatedElementUtils.hasAnnotation(type, Component.class)
                    && !type.isInterface()
                    && getBeanNamesForType(type, true, false).length == 0) {
                registerBeanDefinition(type.getName(), new RootBeanDefinition(type));
            }
        }
    }

    /** Only some builds bring them. */
    static final class LocalServers implements ImportSelector {
        private static final String NAME = "io.catwing.local.servers.LocalServers";

        @Override
        public String[] selectImports(AnnotationMetadata importing) {
            return ClassUtils.isPresent(NAME, getClass().getClassLoader()) ? new String[] {NAME} : new String[0];
        }
    }
}
