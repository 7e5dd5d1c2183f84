-- after:
-- stats.newest_day: the newest day of the client's data; windows end here.
-- Grain: client. The newest business date of the files behind sales orders and inventory; if there are neither, of
-- those behind purchase and receiving orders. Not the newest time in them: one order dated 2099 would move all windows there.
create temporary table newest on commit drop as
select before.day as before, coalesce(sold.day, bought.day) as day
from (
    select greatest(
        (select max(source_date) from general.sales_order where client_id = current_setting('catwing.client')),
        (select max(source_date) from general.inventory where client_id = current_setting('catwing.client'))
    ) as day
) as sold
cross join (
    select greatest(
        (select max(source_date) from general.purchase_order where client_id = current_setting('catwing.client')),
        (select max(source_date) from general.receiving_order where client_id = current_setting('catwing.client'))
    ) as day
) as bought
left join stats.newest_day as before on before.client_id = current_setting('catwing.client');
select set_config('catwing.newest', coalesce(day, '-infinity')::text, true) from newest;
delete from stats.newest_day where client_id = current_setting('catwing.client');
insert into stats.newest_day (client_id, day)
select current_setting('catwing.client'), day from newest where day is not null
