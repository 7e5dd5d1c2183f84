delete from ops.rejected_record where client_id = ? and entity = ?
