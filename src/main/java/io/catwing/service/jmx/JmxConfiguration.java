package io.catwing.service.jmx;

import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jmx.export.annotation.AnnotationMBeanExporter;
import org.springframework.jmx.support.RegistrationPolicy;

/** Exports our beans alone. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class JmxConfiguration {
    /** A value is asked for again after so many seconds. */
    static final int FRESH = 60;

    @Bean
    AnnotationMBeanExporter ownBeansInJmx(OwedBean owed, LedgerBean ledger, BackupsBean backups, DrillsBean drills) {
        AnnotationMBeanExporter exporter = new AnnotationMBeanExporter();
        // The connection pool is a bean of JMX, too.
        exporter.setAutodetect(false);
        exporter.setBeans(Map.of("owed", owed, "ledger", ledger, "backups", backups, "drills", drills));
        exporter.setRegistrationPolicy(RegistrationPolicy.REPLACE_EXISTING);
        return exporter;
    }
}
