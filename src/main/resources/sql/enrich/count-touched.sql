select count(*) from ${touched}
