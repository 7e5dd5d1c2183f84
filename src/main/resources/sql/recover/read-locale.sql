-- As the options of create database: a column that holds the smallest of some texts must be the same in both. Servers
-- before 15 know no provider, 15 and 16 call the locale daticulocale, and 17 datlocale.
select concat_ws(
    ' ',
    format('encoding %L lc_collate %L lc_ctype %L', pg_encoding_to_char(d.encoding), d.datcollate, d.datctype),
    case j ->> 'datlocprovider'
        when 'c' then 'locale_provider libc'
        when 'i' then format('locale_provider icu icu_locale %L', coalesce(j ->> 'datlocale', j ->> 'daticulocale'))
        when 'b' then format('locale_provider builtin builtin_locale %L', j ->> 'datlocale')
    end,
    'icu_rules ' || quote_literal(j ->> 'daticurules')
)
from pg_database as d, to_jsonb(d) as j
where d.datname = ?
