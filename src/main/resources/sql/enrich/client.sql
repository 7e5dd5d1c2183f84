-- after:
-- general.client: what the client's own file says about it.
--   grain       one row per client
--   columns     name as in the file; time_zone as PostgreSQL names it
--   sources     the client's YAML
--   precedence  none
-- The comparison with the epoch makes PostgreSQL refuse an unknown time zone before anything depends on it.
merge into general.client as t
using (
    select current_setting('catwing.client') as client_id, current_setting('catwing.client_name') as name, z.time_zone
    from (select current_setting('catwing.time_zone') as time_zone) as z
    where timestamptz 'epoch' at time zone z.time_zone is not null
) as w on t.client_id = w.client_id
when matched and (t.name, t.time_zone) is distinct from (w.name, w.time_zone) then
    update set name = w.name, time_zone = w.time_zone
when not matched then
    insert (client_id, name, time_zone) values (w.client_id, w.name, w.time_zone)
