-- Before the request that uses the token up.
update ops.login set tries = tries + 1, tried_at = clock_timestamp()
where client_id = ? and version = ? and (held_until is null or held_until < clock_timestamp())
