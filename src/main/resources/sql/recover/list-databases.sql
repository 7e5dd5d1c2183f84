-- Only names that we could have given, or that a person could give.
select datname, coalesce(shobj_description(oid, 'pg_database'), '')
from pg_database
where not datistemplate and datname ~ '^[A-Za-z_][A-Za-z0-9_.-]*$'
