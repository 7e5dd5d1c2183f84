-- The commands that give to a role what ours owns in this database. Schemas first, since whoever is given a function must be allowed to
-- create in its schema. Not REASSIGN OWNED: it would give away other databases, too, and the server's first superuser may not. Extensions, for
-- which there is no such command, stay. Our role by its oid: a cast of its name folds upper case and splits at dots.
with us as (select oid from pg_roles where rolname = current_user),
owned (classid, objid) as (
    select 'pg_namespace'::regclass, oid from pg_namespace where nspowner = (select oid from us)
    union all
    select 'pg_class'::regclass, oid from pg_class where relowner = (select oid from us) and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all
    select 'pg_proc'::regclass, oid from pg_proc where proowner = (select oid from us)
    union all
    select 'pg_type'::regclass, oid from pg_type where typowner = (select oid from us)
)
select format('alter %s %s owner to ${owner}', o.type, o.identity)
from owned
cross join lateral pg_identify_object(owned.classid, owned.objid, 0) as o
where coalesce(o.schema, o.name) !~ '^(pg_|information_schema$)'
  and owned.objid >= 16384
  -- What belongs to another object goes with it: the type of a table's rows, the sequence of a column.
  and not exists (
      select
      from pg_depend as d
      where d.classid = owned.classid
        and d.objid = owned.objid
        and (d.deptype in ('e', 'i') or d.deptype = 'a' and owned.classid = 'pg_class'::regclass))
order by o.type <> 'schema', o.identity
