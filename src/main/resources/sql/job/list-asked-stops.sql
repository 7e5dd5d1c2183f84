select name from ops.claim where kind = 'run' and name = any (:runs) and stop_asked
