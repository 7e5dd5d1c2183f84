-- What files said that are loaded again is written anew.
delete from general.deletion where client_id = ? and entity = ? and deleted_on = any (?::date[])
