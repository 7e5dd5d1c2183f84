delete from general.deletion where client_id = ? and entity = ?
