-- What a ping would be sent for now: the newest good backup and drill.
(select 'backup' as what, run_id as subject from ops.backup where outcome = 'DONE' order by started_at desc limit 1)
union all
(select 'drill', run_id from ops.drill where good order by ended_at desc limit 1)
