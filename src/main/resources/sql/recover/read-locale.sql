-- As the options of create database: a column that holds the smallest of some texts must be the same in both.
select format('encoding %L lc_collate %L lc_ctype %L', pg_encoding_to_char(encoding), datcollate, datctype)
from pg_database
where datname = ?
