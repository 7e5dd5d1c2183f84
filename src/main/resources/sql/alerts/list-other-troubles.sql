-- A run that was aborted, the last backup and the last drill, where they did not go well. A run that was asked to stop, or whose process
-- was, is no trouble, and ends none. What a clock that was ahead has written down is not the last. And the oldest run that is older than any
-- run lasts.
(
    select 'run' as kind, 'the run ' || run_id || ' was aborted: ' || message as message
    from (
        select *
        from ops.run
        where ended_at <= clock_timestamp() + interval '1 hour' and (message ~ '^the (process|run) was asked to stop\M') is not true
        order by ended_at desc
        limit 1
    ) as last
    where outcome = 'ABORTED'
)
union all
(
    select 'backup', 'the last backup failed: ' || message
    from (
        select *
        from ops.backup
        where outcome <> 'RUNNING' and started_at <= clock_timestamp() + interval '1 hour'
          and (message ~ 'asked to stop\M') is not true
        order by started_at desc
        limit 1
    ) as last
    where outcome = 'FAILED'
)
union all
(
    select 'drill', 'the last drill was not good: ' || array_to_string(problems, ' ')
    from (
        select *
        from ops.drill
        where ended_at <= clock_timestamp() + interval '1 hour'
          and (good or array_to_string(problems, ' ') !~ 'asked to stop\M')
        order by ended_at desc
        limit 1
    ) as last
    where not good
)
union all
(
    select 'run-open',
           'the run ' || run_id || ' (' || command || '), begun at ' || to_char(started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')
               || E' UTC, has not ended\nHINT: its log shows what it waits for; stop it, and the next run takes up what it left'
    from ops.run
    where ended_at is null and started_at < clock_timestamp() - interval '24 hours'
    order by started_at
    limit 1
)
