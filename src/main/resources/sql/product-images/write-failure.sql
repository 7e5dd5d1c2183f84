insert into ops.product_image_failure (client_id, step, product_id, picture_url, reason, run_id)
values (?, ?, ?, ?, ?, ?)
