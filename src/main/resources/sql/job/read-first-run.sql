select started_at from ops.run order by started_at limit 1
