select set_config('catwing.everything', ?, true);
-- Where everything is computed anew, tables are read whole. Row by row through their indexes, which the planner takes for
-- cheap where it guesses few rows, that takes twice the time.
select set_config('enable_nestloop', case when current_setting('catwing.everything')::boolean then 'off' else 'on' end, true)
