create temporary table ${staged} on commit drop as
select 0::bigint as version, ${all_columns} from ${table} with no data
