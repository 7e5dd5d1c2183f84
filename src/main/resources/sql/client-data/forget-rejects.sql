delete from ops.rejected_row where object_key = any (?)
