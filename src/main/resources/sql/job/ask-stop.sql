update ops.claim set stop_asked = true where kind = 'run' and name = :run returning holder
