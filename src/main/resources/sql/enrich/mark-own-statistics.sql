-- What was changed may be read by a statistic of the user's own that was computed before. See ops.touch_own.
insert into ops.stats_touched (client_id, topic)
select current_setting('catwing.client'), 'own' where to_regclass('public.flyway_schema_history_own') is not null
