-- Of the rows that are made anew, those that should no longer be.
delete from ${table} as t
where t.client_id = current_setting('catwing.client')
  and ${scope}
  and not exists (select from wanted as w where ${same_key})
