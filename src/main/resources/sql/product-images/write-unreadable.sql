insert into ops.product_image_failure (client_id, step, product_id, reason, run_id)
select ?, 'load', object_key, reason, ?
from unnest(?::text[], ?::text[]) as failure (object_key, reason)
on conflict (client_id, step, product_id) do update
set reason = excluded.reason, run_id = excluded.run_id, failed_at = excluded.failed_at
