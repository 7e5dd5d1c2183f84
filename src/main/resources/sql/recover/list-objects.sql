-- Everything that a database holds besides rows: what it is, in words; the relation that it belongs to, in the same words; and how it is
-- defined, where two databases of one server say that alike. What belongs to an extension is listed with it. PostgreSQL's own schemas are
-- left out. A definition is without white space, parentheses and casts to texts: a dump that is restored may set those elsewhere.
with own as (
    select oid, nspname from pg_namespace where nspname not in ('pg_catalog', 'information_schema') and nspname !~ '^pg_(toast|temp)'
),
of_extension as (
    select classid, objid from pg_depend where deptype = 'e'
),
relation as (
    select c.oid,
           c.relkind,
           c.relrowsecurity,
           c.relforcerowsecurity,
           format('%I.%I', o.nspname, c.relname) as name,
           case c.relkind when 'v' then 'view ' when 'm' then 'materialized view ' when 'S' then 'sequence ' when 'f' then 'foreign table '
           else 'table ' end || format('%I.%I', o.nspname, c.relname) as object
    from pg_class as c
    join own as o on o.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and ('pg_class'::regclass, c.oid) not in (select classid, objid from of_extension)
),
listed (object, belongs_to, definition) as (
    select 'schema ' || quote_ident(nspname), null, null from own
    union all
    select object, null, null from relation
    union all
    select 'column ' || r.name || '.' || quote_ident(a.attname), r.object, null
    from relation as r
    join pg_attribute as a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
    where r.relkind in ('r', 'p')
    union all
    -- What is NOT NULL has an entry since PostgreSQL 18, and none before. NOT VALID says what was looked at, not what holds for new rows.
    select format('constraint %I of ', c.conname) || r.name, r.object, regexp_replace(pg_get_constraintdef(c.oid), ' NOT VALID$', '')
    from pg_constraint as c
    join relation as r on r.oid = c.conrelid
    where c.contype in ('c', 'f', 'p', 'u', 'x') and c.conparentid = 0
    union all
    -- Neither what a constraint has made nor what a failed CREATE INDEX CONCURRENTLY has left.
    select format('index %I of ', i.relname) || r.name, r.object, pg_get_indexdef(x.indexrelid)
    from pg_index as x
    join pg_class as i on i.oid = x.indexrelid
    join relation as r on r.oid = x.indrelid
    where x.indisvalid and not exists (select from pg_constraint as c where c.conindid = x.indexrelid and c.contype in ('p', 'u', 'x'))
    union all
    -- Whether it is enabled changes while a table is filled in bulk.
    select format('trigger %I of ', t.tgname) || r.name, r.object, pg_get_triggerdef(t.oid)
    from pg_trigger as t
    join relation as r on r.oid = t.tgrelid
    where not t.tgisinternal and t.tgparentid = 0
    union all
    select format('rule %I of ', w.rulename) || r.name, r.object, pg_get_ruledef(w.oid)
    from pg_rewrite as w
    join relation as r on r.oid = w.ev_class
    where w.rulename <> '_RETURN'
    union all
    select 'row security of ' || name, object, relforcerowsecurity::text from relation where relrowsecurity
    union all
    select format('policy %I of ', p.polname) || r.name,
           r.object,
           concat_ws(' ', p.polcmd, p.polpermissive, (select array_agg(role order by role) from unnest(p.polroles) as role),
                     'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid))
    from pg_policy as p
    join relation as r on r.oid = p.polrelid
    union all
    select 'function ' || format('%I.%I(%s)', o.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), null, md5(p.prosrc)
    from pg_proc as p
    join own as o on o.oid = p.pronamespace
    where ('pg_proc'::regclass, p.oid) not in (select classid, objid from of_extension)
    union all
    -- Enumerations, domains, ranges, and composite types that are no table's.
    select 'type ' || format('%I.%I', o.nspname, t.typname),
           null,
           case t.typtype when 'd' then format_type(t.typbasetype, t.typtypmod)
           else (select string_agg(quote_literal(e.enumlabel), ',' order by e.enumsortorder) from pg_enum as e where e.enumtypid = t.oid) end
    from pg_type as t
    join own as o on o.oid = t.typnamespace
    where (t.typtype in ('e', 'd', 'r') or t.typtype = 'c' and exists (select from pg_class as c where c.oid = t.typrelid and c.relkind = 'c'))
      and ('pg_type'::regclass, t.oid) not in (select classid, objid from of_extension)
    union all
    select 'extension ' || quote_ident(extname), null, null from pg_extension
    union all
    select 'event trigger ' || quote_ident(evtname), null, concat_ws(' ', evtevent, evttags, evtfoid::regproc)
    from pg_event_trigger
    where ('pg_event_trigger'::regclass, oid) not in (select classid, objid from of_extension)
    union all
    select 'publication ' || quote_ident(pubname), null, null from pg_publication
    union all
    select 'subscription ' || quote_ident(subname), null, null
    from pg_subscription
    where subdbid = (select oid from pg_database where datname = current_database())
    union all
    select 'replication slot ' || quote_ident(slot_name), null, null
    from pg_replication_slots
    where database = current_database() and not temporary
    union all
    select 'large objects', null, null where exists (select from pg_largeobject_metadata)
)
select object, belongs_to, regexp_replace(definition, '::(text|character varying)(\[\])?|[()\s]', '', 'g') as definition
from listed
order by object
