-- Only those whose names we could have given, or could be given by a person.
select datname, coalesce(shobj_description(oid, 'pg_database'), '')
from pg_database
where not datistemplate and datname ~ '^[A-Za-z_][A-Za-z0-9_.-]*$'
