select exists (
    select from ops.refused_file
    where client_id = :client and entity = :entity and source_date = :date)
