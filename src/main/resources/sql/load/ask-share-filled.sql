select exists (select from ops.bulk_share where share = ${share} and filled_at is not null)
