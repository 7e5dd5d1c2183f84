delete from general.prediction where client_id = ? and run_date = ?
