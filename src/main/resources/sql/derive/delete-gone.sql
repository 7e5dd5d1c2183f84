-- Of the rows that are recomputed, those that should no longer exist.
delete from ${table} as t
where t.client_id = current_setting('catwing.client')
  and ${scope}
  and not exists (select from wanted as w where ${same_key})
