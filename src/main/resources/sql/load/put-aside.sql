insert into ops.put_aside (table_name, kind, name, restore) values (?, ?, ?, ?)
