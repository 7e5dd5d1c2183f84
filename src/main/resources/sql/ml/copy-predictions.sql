copy ${table} (client_id, run_date, product_id, location_id, target_date, quantity, sale_probability) from stdin (format csv)
