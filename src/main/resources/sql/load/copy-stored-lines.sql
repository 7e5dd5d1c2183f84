-- The same for the lines of orders.
copy (
    select case when ${clean} then k.place else -k.place end, ${t_columns}
    from unnest(${keys}) with ordinality as k (${key}, place)
    cross join lateral (
        select * from ${line} as t where t.client_id = current_setting('catwing.client') and t.${key} = k.${key} offset 0
    ) as t
) to stdout
