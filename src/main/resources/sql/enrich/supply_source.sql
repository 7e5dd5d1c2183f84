-- after: follow-chains
-- scope: product_id in touched_product
-- when: touched_network
-- general.supply_source: where a location gets a product from, and how long that takes.
--   grain       one row per location and product of general.product that has a source
--   units       lead times in days: lead_time_days of this one link, effective_lead_time_days of all links from the first
--               supplier (supplier_id) to here; hops counts these links. All three are null if no supplier is reached
--               (chain_end says why), the effective lead time also if that of a link is unknown
--   sources     general.supply_rule, general.product (category, subcategory, supplier_id), general.supplier_terms,
--               general.location_profile; through resolve-links and follow-chains
--   precedence  a location's rule for the product, then for its subcategory, then for its category, then for anything;
--               among equals the smaller priority (none is the largest), then the upper row of the sheet; if none matches,
--               a warehouse gets the product's own supplier. A link's lead time is the rule's, else the supplier's.
--               A rule that names an unknown location or source does not count (ops.supply_problem)
select current_setting('catwing.client') as client_id,
       p.product_id, l.location_id, l.source_kind, l.source_id, l.rule_row, l.specificity, l.lead_time_days,
       c.effective_lead_time_days, c.hops, c.supplier_id, c.chain_end
from assorted_product as p
join link as l on l.assortment = p.assortment
join chain as c on c.location_id = l.location_id and c.assortment = l.assortment
