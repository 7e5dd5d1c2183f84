with gone as (
    delete from ops.trouble
    where over_at < clock_timestamp() - interval '90 days'
    returning trouble_id
)
delete from ops.alert
where trouble_id in (select trouble_id from gone)
