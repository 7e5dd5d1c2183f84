insert into ${line} as t (${all_columns})
select ${n_columns}
from ${lines} as n
join ${applying} as a on a.version = n.version and a.${key} = n.${key}
left join lateral (
    select *
    from ${line} as t
    where t.client_id = n.client_id and t.${key} = n.${key} and t.line_id = n.line_id
    offset 0
) as t on true
where t.client_id is null
   or n.source_date > t.source_date
   or (n.source_date = t.source_date and ${n_differs})
on conflict (client_id, ${key}, line_id) do update set ${set_columns}
where excluded.source_date >= t.source_date
