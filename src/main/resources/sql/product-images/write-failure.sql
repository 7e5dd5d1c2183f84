insert into ops.product_image_failure (client_id, step, product_id, picture_url, reason, run_id)
values (?, ?, ?, ?, ?, ?)
on conflict (client_id, step, product_id) do update
set picture_url = excluded.picture_url, reason = excluded.reason, run_id = excluded.run_id, failed_at = excluded.failed_at
