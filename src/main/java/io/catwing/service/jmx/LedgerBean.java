package io.catwing.service.jmx;

import io.catwing.job.LoadedDays;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The ledger in JMX. */
@Component
@ConditionalOnWebApplication
@ManagedResource(objectName = "io.catwing:type=Ledger", description = "Which raw files the database holds")
public class LedgerBean {
    private final LoadedDays loaded;

    LedgerBean(LoadedDays loaded) {
        this.loaded = loaded;
    }

    @ManagedAttribute(description = "Raw files that are loaded", currencyTimeLimit = JmxConfiguration.FRESH)
    public long getFiles() {
        return loaded.totals().files();
    }

    @ManagedAttribute(description = "Records that were loaded", currencyTimeLimit = JmxConfiguration.FRESH)
    public long getRecords() {
        return loaded.totals().records();
    }

    @ManagedAttribute(description = "Records that were rejected", currencyTimeLimit = JmxConfiguration.FRESH)
    public long getRejected() {
        return loaded.totals().rejected();
    }

    @ManagedAttribute(
            description = "When a file was loaded last, UTC; empty where none was",
            currencyTimeLimit = JmxConfiguration.FRESH)
    public String getLastLoad() {
        return loaded.totals().last() == null ? "" : loaded.totals().last().toString();
    }
}
