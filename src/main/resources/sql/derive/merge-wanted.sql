-- Only rows that differ are written, compared to the byte: 1.1 and 1.10 are equal numbers, but not the same content.
merge into ${table} as t
using wanted as w on t.client_id = current_setting('catwing.client') and ${same_key}
when matched and row(${t_values})::record *<> row(${w_values})::record then
    ${update}
when not matched then
    insert (${columns}) values (${w_columns})
