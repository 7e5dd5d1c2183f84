select party, version, key_id, refresh_token, access_token, access_until, tries, tried_at
from ops.login
where client_id = ?
