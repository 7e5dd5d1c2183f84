-- Not by to_regclass, which a role that may not use the schema may not ask.
select quote_ident(pg_get_userbyid(relowner))
from pg_class
where relname = 'ledger' and relnamespace = (select oid from pg_namespace where nspname = 'ops')
