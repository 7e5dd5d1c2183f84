-- How many rows of a table were ever written. The server keeps count, so that no table is read; it counts what was rolled back, too.
select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_user_tables where schemaname = 'ops' and relname in (:tables)
