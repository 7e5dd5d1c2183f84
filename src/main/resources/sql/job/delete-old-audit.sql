delete from ops.audit where at < clock_timestamp() - :days * interval '1 day'
