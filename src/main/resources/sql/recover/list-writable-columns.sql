select quote_ident(attname)
from pg_attribute
where attrelid = to_regclass(?) and attnum > 0 and not attisdropped and attgenerated = ''
order by attnum
