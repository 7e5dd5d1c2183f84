-- Lines that the newer version of their order no longer has.
delete from ${line} as t
using ${applying} as a
where t.client_id = a.client_id
  and t.${key} = a.${key}
  and not exists (select from ${lines} as l where l.version = a.version and l.${key} = a.${key} and l.line_id = t.line_id)
