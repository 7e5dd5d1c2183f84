select count(*) from ops.supply_problem where client_id = current_setting('catwing.client')
