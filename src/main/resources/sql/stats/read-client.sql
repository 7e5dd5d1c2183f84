select time_zone from general.client where client_id = ?
