-- What slows a rebuild of a table down: its keys, its other indexes, its triggers; the statements that drop and
-- restore them. From the catalog, so that objects of later migrations are included. A key that a foreign key refers to
-- stays, and one that a view or a function needs, such as a view that groups by it and selects other columns.
select 'constraint' as kind,
       c.conname::text as name,
       format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as take_off,
       format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as restore
from pg_constraint as c
where c.conrelid = ?::regclass
  and c.contype in ('p', 'u', 'x')
  and not exists (select from pg_constraint as f where f.contype = 'f' and f.conindid = c.conindid)
  and not exists (select from pg_depend as d
                  where d.refclassid = 'pg_constraint'::regclass and d.refobjid = c.oid and d.deptype = 'n')
union all
select 'index', x.indexrelid::regclass::text, format('drop index %s', x.indexrelid::regclass), pg_get_indexdef(x.indexrelid)
from pg_index as x
where x.indrelid = ?::regclass
  and not exists (select from pg_constraint as c where c.conindid = x.indexrelid)
union all
select 'trigger',
       t.tgname::text,
       format('alter table %s disable trigger %I', t.tgrelid::regclass, t.tgname),
       format('alter table %s enable %s trigger %I', t.tgrelid::regclass,
              case t.tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end, t.tgname)
from pg_trigger as t
where t.tgrelid = ?::regclass
  and not t.tgisinternal
  and t.tgenabled <> 'D'
