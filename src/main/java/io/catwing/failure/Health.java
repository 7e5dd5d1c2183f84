package io.catwing.failure;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.springframework.dao.DataAccessException;

/** A health check that Camel finds: down while there is a problem, with the problem in words. */
public abstract class Health extends AbstractHealthCheck {
    private final String unreadable;

    /**
     * @param id as probes and metrics name it
     * @param unreadable what is said where the database cannot be asked, such as "the last run cannot be read"
     */
    protected Health(String id, String unreadable) {
        super("catwing", id);
        this.unreadable = unreadable;
    }

    /** What is wrong, in words with a HINT; empty when all is well. */
    public abstract Optional<String> problem();

    /** Whether it asks a database or a bucket, so that it should not be called for each who wants to know. */
    public boolean asksServers() {
        return true;
    }

    /** A restart would put none of it right. */
    @Override
    public final boolean isLiveness() {
        return false;
    }

    @Override
    protected final void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        try {
            problem()
                    .ifPresentOrElse(
                            text -> builder.message(PrintableText.message(text)).down(), builder::up);
        } catch (DataAccessException gone) {
            builder.message(PrintableText.message(unreadable + ": " + gone.getMessage()
                            + "\nHINT: is PostgreSQL running, and the database there?"))
                    .error(gone)
                    .down();
        } catch (Failure failure) {
            builder.message(PrintableText.message(failure.getMessage()))
                    .error(failure)
                    .down();
        }
    }
}
