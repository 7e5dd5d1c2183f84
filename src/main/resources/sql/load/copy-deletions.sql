copy general.deletion (client_id, entity, deleted_on, unlisted, key) from stdin
