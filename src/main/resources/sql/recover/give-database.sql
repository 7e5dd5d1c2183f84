alter database ${database} owner to ${owner}
