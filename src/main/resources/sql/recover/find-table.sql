select 1 where to_regclass(?) is not null
