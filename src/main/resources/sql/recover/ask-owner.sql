select pg_has_role(datdba, 'member')::text from pg_database where datname = ?
