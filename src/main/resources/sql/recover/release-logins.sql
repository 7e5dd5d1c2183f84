update ops.login set held_until = null
