copy staged_first_seen (version, first_seen) from stdin
