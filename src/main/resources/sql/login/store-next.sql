-- Over the token that it was given for, wherever that row is by now.
update ops.login
set version = version + 1,
    key_id = ?,
    refresh_token = ?,
    access_token = ?,
    access_until = ?,
    stored_at = clock_timestamp(),
    tries = 0,
    tried_at = null
where client_id = ? and version = ? and (held_until is null or held_until < clock_timestamp())
