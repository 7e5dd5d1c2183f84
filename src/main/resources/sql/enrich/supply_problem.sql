-- after: supply_source
-- scope: client
-- when: touched_network
-- fills: ops.supply_problem
-- ops.supply_problem: what is wrong with the supply network, in words for those who maintain the workbook.
--   grain       one row per rule, problem and affected id; rule_row is 0 for products of the ERP
--   sources     general.supply_rule, general.product, general.supplier_terms, general.location_profile, and
--               general.supply_source for cycles
--   precedence  none: a rule with two problems has two rows
with recursive rule as (
    select r.*, 'row ' || r.rule_row || ' of supply_network_config.xlsx: ' as place
    from general.supply_rule as r
    where r.client_id = current_setting('catwing.client')
),
looped as (
    select rule_row, count(*) as products, min(product_id collate "C") as product_id, min(location_id) as location_id
    from general.supply_source
    where client_id = current_setting('catwing.client') and chain_end = 'cycle'
    group by rule_row
),
-- Around the cycle of the rule's first product; of a long one only the beginning.
around as (
    select o.*, o.location_id as at, o.location_id as path, 0 as steps from looped as o
    union all
    select a.rule_row, a.products, a.product_id, a.location_id, s.source_id, a.path || ' <- ' || s.source_id, a.steps + 1
    from around as a
    join general.supply_source as s
        on s.client_id = current_setting('catwing.client') and s.product_id = a.product_id and s.location_id = a.at
    where a.steps < 10 and (a.steps = 0 or a.at <> a.location_id)
),
cycle as (
    select distinct on (rule_row) * from around order by rule_row, steps desc
),
-- Needed if no rule says where a warehouse gets a product from.
stranger as (
    select p.supplier_id, count(*) as products, min(p.product_id collate "C") as product_id
    from general.product as p
    left join general.supplier_terms as s on s.client_id = p.client_id and s.supplier_id = p.supplier_id
    where p.client_id = current_setting('catwing.client') and p.supplier_id is not null and s.supplier_id is null
      and exists (
          select from general.location_profile as l
          left join general.supply_source as x
              on x.client_id = l.client_id and x.product_id = p.product_id and x.location_id = l.location_id
          where l.client_id = p.client_id and l.kind = 'warehouse' and x.location_id is null
      )
    group by p.supplier_id
),
told (rule_row, problem, subject, detail) as (
    select r.rule_row, 'unknown_location', r.location_id,
           r.place || 'nobody knows the location ''' || r.location_id || '''; the rule is left out'
    from rule as r
    left join general.location_profile as l on l.client_id = r.client_id and l.location_id = r.location_id
    where l.location_id is null
    union all
    select r.rule_row, 'unknown_warehouse', r.source_id,
           r.place || 'nobody knows the warehouse ''' || r.source_id || '''; the rule is left out'
    from rule as r
    left join general.location_profile as l on l.client_id = r.client_id and l.location_id = r.source_id
    where r.source_kind = 'warehouse' and l.location_id is null
    union all
    select r.rule_row, 'unknown_supplier', r.source_id,
           r.place || 'nobody knows the supplier ''' || r.source_id || '''; the rule is left out'
    from rule as r
    left join general.supplier_terms as s on s.client_id = r.client_id and s.supplier_id = r.source_id
    where r.source_kind = 'supplier' and s.supplier_id is null
    union all
    select r.rule_row, 'unknown_product', r.product_id,
           r.place || 'nobody knows the product ''' || r.product_id || '''; the rule supplies nothing'
    from rule as r
    left join general.product as p on p.client_id = r.client_id and p.product_id = r.product_id
    where r.product_id is not null and p.product_id is null
    union all
    -- The text of a cell may be longer than a key; a rule has one category.
    select r.rule_row, 'unknown_category', left(r.category, 250),
           r.place || 'no product has the category or subcategory ''' || r.category || '''; the rule supplies nothing'
    from rule as r
    where r.product_id is null and r.category is not null
      and r.category not in (
          select k.category
          from general.product as p
          cross join lateral (values (p.category), (p.subcategory)) as k (category)
          where p.client_id = current_setting('catwing.client') and k.category is not null
      )
    union all
    select c.rule_row, 'cycle', c.location_id,
           r.place || 'the location ''' || c.location_id || ''' is supplied by itself: ' || c.path
               || case when c.at = c.location_id then '' else ' <- …' end || ', for ' || c.products
               || case when c.products = 1 then ' product, ''' else ' products, the first of them ''' end
               || c.product_id || ''''
    from cycle as c
    join rule as r on r.rule_row = c.rule_row
    union all
    select 0, 'unknown_supplier', s.supplier_id,
           'nobody knows the supplier ''' || s.supplier_id || ''', which the ERP names for ' || s.products
               || case when s.products = 1 then ' product, ''' else ' products, the first of them ''' end
               || s.product_id || '''; a warehouse that has no rule for it gets it from nowhere'
    from stranger as s
)
select current_setting('catwing.client') as client_id, rule_row, problem, subject, detail from told
