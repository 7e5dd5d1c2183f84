-- What general may hold, stats must hold: a number has up to 38 digits before the point, a product of two 76, and a rate may
-- divide by the smallest that there is. The scale stays, so no row is written anew and no number changes.
do $$
declare
    of_stats record;
begin
    for of_stats in
        select table_name, string_agg(format('alter column %I type numeric(1000, 6)', column_name), ', ') as changes
        from information_schema.columns
        where table_schema = 'stats' and numeric_precision = 40 and numeric_scale = 6
        group by table_name
    loop
        execute format('alter table stats.%I %s', of_stats.table_name, of_stats.changes);
    end loop;
end $$;
