select max(version) from public.flyway_schema_history where success
