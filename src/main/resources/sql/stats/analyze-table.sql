-- Where far fewer of the client's rows are expected than were written, as in a new table. Not otherwise: an ANALYZE keeps autovacuum away
-- until the transaction ends. For the same reason it never waits: whoever holds the table, often another client's transaction, may
-- take long.
do $do$
declare
    plan json;
begin
    execute 'explain (format json) select from stats.${table} where client_id = current_setting(''catwing.client'')' into plan;
    if (plan -> 0 -> 'Plan' ->> 'Plan Rows')::numeric < ${rows} / 10 then
        analyze (skip_locked) stats.${table};
    end if;
end
$do$
