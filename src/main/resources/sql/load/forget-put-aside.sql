delete from ops.put_aside where table_name = ? and kind = ? and name = ?
