select exists (select from ${touched})
