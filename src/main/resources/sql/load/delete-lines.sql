-- Lines that the newer version of their order no longer has.
with gone as (
    select t.client_id, t.${key}, t.line_id
    from ${applying} as a
    cross join lateral (
        select t.client_id, t.${key}, t.line_id
        from ${line} as t
        where t.client_id = a.client_id and t.${key} = a.${key}
        offset 0
    ) as t
    where not exists (
        select from ${lines} as l where l.version = a.version and l.${key} = a.${key} and l.line_id = t.line_id
    )
)
delete from ${line} as t
using gone
where t.client_id = gone.client_id and t.${key} = gone.${key} and t.line_id = gone.line_id
