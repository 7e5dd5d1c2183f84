-- Rows of a client's entity are marked by all that was said of them, in whatever order it came: a row is gone on the first day that a
-- file named its key as deleted, on or after the day that it was last seen, or that a snapshot after that day did not list it. What is
-- looked at: rows with a mark, rows that the newest snapshot did not list, and rows whose key was ever named as deleted.
with said as (
    select max(deleted_on) as newest from general.deletion where client_id = ? and entity = ? and unlisted
), candidate as (
    select t.client_id, t.${key}
    from ${head} as t
    where t.client_id = ? and (t.deleted_on is not null or t.source_date < (select newest from said))
    union
    select d.client_id, d.key from general.deletion as d where d.client_id = ? and d.entity = ? and not d.unlisted
), wanted as (
    select t.client_id, t.${key}, t.deleted_on as has, least(
        (select min(d.deleted_on) from general.deletion as d
         where d.client_id = t.client_id and d.entity = ? and not d.unlisted
           and d.key = t.${key} and d.deleted_on >= t.source_date),
        (select min(d.deleted_on) from general.deletion as d
         where d.client_id = t.client_id and d.entity = ? and d.unlisted and d.key = '' and d.deleted_on > t.source_date)
    ) as deleted_on
    from candidate as c
    cross join lateral (
        select * from ${head} as t where t.client_id = c.client_id and t.${key} = c.${key} offset 0
    ) as t
)
update ${head} as t
set deleted_on = w.deleted_on
from wanted as w
where t.client_id = w.client_id and t.${key} = w.${key} and w.has is distinct from w.deleted_on
