update ops.bulk_share set filled_at = clock_timestamp() where share = ?
