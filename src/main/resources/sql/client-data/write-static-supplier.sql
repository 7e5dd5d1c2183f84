insert into general.static_supplier
    (client_id, supplier_id, name, country, lead_time_days, minimum_order, order_weekdays, active)
values (?, ?, ?, ?, ?, ?, ?, ?)
