insert into ops.rejected_row (object_key, sheet, row_number, column_name, reason, value, client_id)
values (?, ?, ?, ?, ?, ?, ?)
