-- Files of one client that load refused as a whole.
select raw_key from ops.refused_file where client_id = :client
