-- Until the switch is done, or has failed in a way that nobody could tell of.
update ops.login set held_until = clock_timestamp() + interval '10 minutes'
