insert into general.supply_rule
    (client_id, rule_row, location_id, source_kind, source_id, product_id, category, lead_time_days, priority)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)
