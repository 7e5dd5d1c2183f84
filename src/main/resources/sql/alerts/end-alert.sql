update ops.alert
set sent_at = case when :problem::text is null then clock_timestamp() end, problem = :problem
where trouble_id = :trouble and receiver = :receiver and what = :what
