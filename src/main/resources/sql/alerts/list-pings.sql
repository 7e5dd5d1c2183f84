-- What a ping would be sent for now: the newest good backup and drill, without those of a clock that was ahead: none would be newer.
(
    select 'backup' as what, run_id as subject
    from ops.backup
    where outcome = 'DONE' and started_at <= clock_timestamp() + interval '1 hour'
    order by started_at desc
    limit 1
)
union all
(
    select 'drill', run_id
    from ops.drill
    where good and ended_at <= clock_timestamp() + interval '1 hour'
    order by ended_at desc
    limit 1
)
