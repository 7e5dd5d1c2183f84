-- Those of a backup are older, and may be used up.
delete from ops.login where client_id in (select client_id from carried_login)
