delete from ops.rejected_record where raw_key = any (?::text[])
