select shobj_description(oid, 'pg_database') from pg_database where datname = ?
