select rolsuper, rolcreaterole, current_user, (select oid from pg_database where datname = current_database())
from pg_roles
where rolname = current_user
