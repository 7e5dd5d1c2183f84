-- The same for the lines of orders.
copy (
    select case when ${clean} then k.place else -k.place end, ${t_columns}
    from unnest(${keys}) with ordinality as k (${key}, place)
    join ${line} as t on t.client_id = current_setting('catwing.client') and t.${key} = k.${key}
) to stdout
