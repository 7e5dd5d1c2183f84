update ops.bulk_share set begun_at = clock_timestamp() where share = ? and begun_at is null
