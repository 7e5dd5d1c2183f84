-- Those that the transaction sees: its data is from the same moment. A mark that is committed later waits for the next run.
delete from ops.enrich_touched where client_id = current_setting('catwing.client')
