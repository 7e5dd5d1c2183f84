delete from ${table} where client_id = ?
