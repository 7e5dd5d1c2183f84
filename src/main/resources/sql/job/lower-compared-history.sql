update ops.compared_history set known_before = :from where client_id = :client and known_before > :from
