insert into ops.login (client_id, party, version, key_id, refresh_token, access_token, access_until)
values (?, ?, 1, ?, ?, ?, ?)
on conflict (client_id) do update
set party = excluded.party,
    version = login.version + 1,
    key_id = excluded.key_id,
    refresh_token = excluded.refresh_token,
    access_token = excluded.access_token,
    access_until = excluded.access_until,
    stored_at = clock_timestamp(),
    tries = 0,
    tried_at = null,
    held_until = null
