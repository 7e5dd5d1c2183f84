select exists (select from ${head} where client_id = ?)
