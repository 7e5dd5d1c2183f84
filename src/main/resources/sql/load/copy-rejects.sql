copy ops.rejected_record (raw_key, position, field, reason, record, client_id, entity, source_date) from stdin
