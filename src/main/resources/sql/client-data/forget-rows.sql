delete from general.${table} where client_id = ?
