-- The owner of the live tables, where our role may give it nothing. From PostgreSQL 16 on a membership may be without that.
select quote_ident(pg_get_userbyid(relowner))
from pg_class
where relname = 'ledger'
  and relnamespace = (select oid from pg_namespace where nspname = 'ops')
  and not pg_has_role(relowner, case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end)
