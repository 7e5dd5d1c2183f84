-- after: touch-products
-- when: touched_network
-- The one source of each location for each product: the first half of supply_source. Products that no rule distinguishes are
-- one assortment, and resolved once.

-- Of a location's rules for the same products, only one can ever apply: the one with the smallest priority (none is the largest),
-- then the upper row. Rules of unknown locations or sources are left out.
create temporary table best_rule on commit drop as
select distinct on (r.location_id, a.asks, a.what)
       r.location_id, a.asks, a.what, r.rule_row, r.source_kind, r.source_id,
       coalesce(r.lead_time_days, s.lead_time_days) as lead_time_days
from general.supply_rule as r
cross join lateral (
    select case when r.product_id is not null then 'product' when r.category is not null then 'category' else 'any' end
               as asks,
           coalesce(r.product_id, r.category, '') as what
) as a
join general.location_profile as l on l.client_id = r.client_id and l.location_id = r.location_id
left join general.supplier_terms as s
    on r.source_kind = 'supplier' and s.client_id = r.client_id and s.supplier_id = r.source_id
left join general.location_profile as w
    on r.source_kind = 'warehouse' and w.client_id = r.client_id and w.location_id = r.source_id
where r.client_id = current_setting('catwing.client')
  and (s.supplier_id is not null or w.location_id is not null)
order by r.location_id, a.asks, a.what, r.priority nulls last, r.rule_row;

-- supplier_id: the product's own, if it is known.
create temporary table assorted_product on commit drop as
select k.product_id, k.own_rules, k.category, k.subcategory, k.supplier_id, k.lead_time_days,
       dense_rank() over (
           order by k.category collate "C", k.subcategory collate "C", k.supplier_id collate "C", k.own_rules collate "C"
       ) as assortment
from (
    select p.product_id, r.what as own_rules, p.category, p.subcategory, s.supplier_id, s.lead_time_days
    from touched_product as t
    join general.product as p on p.client_id = current_setting('catwing.client') and p.product_id = t.product_id
    left join general.supplier_terms as s on s.client_id = p.client_id and s.supplier_id = p.supplier_id
    left join (select distinct what from best_rule where asks = 'product') as r on r.what = p.product_id
) as k;

create temporary table assortment on commit drop as
select distinct assortment, own_rules, category, subcategory, supplier_id, lead_time_days from assorted_product;

analyze best_rule;
analyze assorted_product;
analyze assortment;

-- One row per location and assortment that has a source. Most specific first; the warehouses' fallback is the product's own
-- supplier.
create temporary table link on commit drop as
select l.location_id, a.assortment,
       coalesce(r.source_kind, 'supplier') as source_kind,
       coalesce(r.source_id, a.supplier_id) as source_id,
       r.rule_row,
       case m.rule_row
           when p.rule_row then 'product' when s.rule_row then 'subcategory' when c.rule_row then 'category'
           when g.rule_row then 'any' else 'fallback'
       end as specificity,
       case when r.rule_row is null then a.lead_time_days else r.lead_time_days end as lead_time_days
from (
    select x.location_id, bool_or(x.warehouse) as warehouse
    from (
        select location_id, false as warehouse from best_rule
        union all
        select location_id, true from general.location_profile
        where client_id = current_setting('catwing.client') and kind = 'warehouse'
    ) as x
    group by x.location_id
) as l
cross join assortment as a
left join best_rule as p on p.location_id = l.location_id and p.asks = 'product' and p.what = a.own_rules
left join best_rule as s on s.location_id = l.location_id and s.asks = 'category' and s.what = a.subcategory
left join best_rule as c on c.location_id = l.location_id and c.asks = 'category' and c.what = a.category
left join best_rule as g on g.location_id = l.location_id and g.asks = 'any'
cross join lateral (select coalesce(p.rule_row, s.rule_row, c.rule_row, g.rule_row) as rule_row) as m
left join best_rule as r on r.rule_row = m.rule_row
where m.rule_row is not null or (l.warehouse and a.supplier_id is not null);

analyze link
