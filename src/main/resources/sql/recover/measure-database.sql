select pg_database_size(oid)::text from pg_database where datname = ?
