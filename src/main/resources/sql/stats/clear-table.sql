delete from stats.${table} where client_id = current_setting('catwing.client')
