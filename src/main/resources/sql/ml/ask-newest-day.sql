select day from stats.newest_day where client_id = ?
