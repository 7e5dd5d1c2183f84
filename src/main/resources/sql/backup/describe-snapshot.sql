-- The snapshot's id, which others join by, and what it is a snapshot of. The lock ends with the transaction.
select pg_try_advisory_xact_lock(hashtext('catwing'), hashtext('backup')) as alone,
       pg_export_snapshot() as id,
       clock_timestamp() as at,
       current_database() as database,
       (select system_identifier::text from pg_control_system()) as system,
       current_setting('server_version') as server_version,
       (select version from public.flyway_schema_history where success order by installed_rank desc limit 1) as schema_version,
       (select count(*) from ops.ledger) as ledger_rows
