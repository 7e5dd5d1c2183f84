-- after:
-- The business days whose sales, store orders or transfers are recounted, and the orders of these days.
do $do$
declare
    kind record;
    sql text;
begin
    for kind in
        select * from (values
            ('sales_order', 'o.ordered_at'),
            ('store_order', 'o.ordered_at'),
            ('transfer_order', 'coalesce(o.shipped_at, o.received_at)')
        ) as k (head, time)
    loop
        -- All days of all rows, or those of rows of pending files and of deleted rows. from_time and
        -- to_time only serve the index, wide enough for any clock change.
        sql := $sql$
            create temporary table touched_{head}_day on commit drop as
            select d.day,
                   (d.day::timestamp at time zone current_setting('catwing.time_zone')) - interval '3 hours' as from_time,
                   ((d.day + 1)::timestamp at time zone current_setting('catwing.time_zone')) + interval '3 hours' as to_time
            from (
                select coalesce(({time} at time zone current_setting('catwing.time_zone'))::date, o.source_date) as day
                from general.{head} as o
                where current_setting('catwing.everything')::boolean and o.client_id = current_setting('catwing.client')
                union
                select coalesce(({time} at time zone current_setting('catwing.time_zone'))::date, o.source_date)
                from pending as p
                join general.{head} as o
                  on o.client_id = current_setting('catwing.client') and o.source_date = p.source_date
                where not current_setting('catwing.everything')::boolean and p.entity = '{head}s'
                union
                select m.day
                from mark as m
                where not current_setting('catwing.everything')::boolean and m.topic = '{head}'
            ) as d
        $sql$;
        execute replace(replace(sql, '{head}', kind.head), '{time}', kind.time);
        execute format('analyze touched_%s_day', kind.head);
        -- Their orders. An order without a time counts on its file's day.
        sql := $sql$
            create temporary table touched_{head} on commit drop as
            select d.day, o.*
            from touched_{head}_day as d
            join general.{head} as o
              on o.client_id = current_setting('catwing.client') and {time} >= d.from_time and {time} < d.to_time
            where ({time} at time zone current_setting('catwing.time_zone'))::date = d.day
            union all
            select d.day, o.*
            from touched_{head}_day as d
            join general.{head} as o on o.client_id = current_setting('catwing.client') and o.source_date = d.day
            where {time} is null
        $sql$;
        execute replace(replace(sql, '{head}', kind.head), '{time}', kind.time);
        execute format('analyze touched_%s', kind.head);
    end loop;
end
$do$
