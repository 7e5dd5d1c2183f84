package io.catwing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The migrations of this version, for whoever reads without Flyway. */
@Component
public class Migrations {
    private final JdbcClient jdbc;

    public Migrations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether the database has every one of them, and none that a newer version brings. */
    public boolean areApplied() {
        boolean any = jdbc.sql("select to_regclass('public.flyway_schema_history') is not null")
                .query(Boolean.class)
                .single();
        return any
                && new HashSet<>(jdbc.sql("select script from public.flyway_schema_history where success")
                                .query(String.class)
                                .list())
                        .equals(ours());
    }

    private static Set<String> ours() {
        try {
            return Arrays.stream(
                            new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/V*.sql"))
                    .map(Resource::getFilename)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
