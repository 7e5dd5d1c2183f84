select set_config('catwing.everything', ?, true);
-- When everything is recomputed, tables are read whole. Row by row through their indexes, which the planner considers
-- cheap if it expects few rows, takes twice the time.
select set_config('enable_nestloop', case when current_setting('catwing.everything')::boolean then 'off' else 'on' end, true)
