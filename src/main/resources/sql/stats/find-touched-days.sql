-- The business days whose ${head} rows are to be counted anew: all days of all rows, or those of rows that pending files
-- brought and of rows that are gone. from_time and to_time are for the index alone, wide enough for any change of clocks.
create temporary table touched_${head}_day on commit drop as
select d.day,
       (d.day::timestamp at time zone current_setting('catwing.time_zone')) - interval '3 hours' as from_time,
       ((d.day + 1)::timestamp at time zone current_setting('catwing.time_zone')) + interval '3 hours' as to_time
from (
    select coalesce((${time} at time zone current_setting('catwing.time_zone'))::date, o.source_date) as day
    from general.${head} as o
    where current_setting('catwing.everything')::boolean and o.client_id = current_setting('catwing.client')
    union
    select coalesce((${time} at time zone current_setting('catwing.time_zone'))::date, o.source_date)
    from pending as p
    join general.${head} as o on o.client_id = current_setting('catwing.client') and o.source_date = p.source_date
    where not current_setting('catwing.everything')::boolean and p.entity = '${head}s'
    union
    select m.day from mark as m where not current_setting('catwing.everything')::boolean and m.topic = '${head}'
) as d;
analyze touched_${head}_day;
-- Their orders. An order without a time counts on its file's day.
create temporary table touched_${head} on commit drop as
select d.day, o.*
from touched_${head}_day as d
join general.${head} as o
  on o.client_id = current_setting('catwing.client') and ${time} >= d.from_time and ${time} < d.to_time
where (${time} at time zone current_setting('catwing.time_zone'))::date = d.day
union all
select d.day, o.*
from touched_${head}_day as d
join general.${head} as o on o.client_id = current_setting('catwing.client') and o.source_date = d.day
where ${time} is null;
analyze touched_${head}
