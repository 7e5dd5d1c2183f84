select count(*) from ${table}
