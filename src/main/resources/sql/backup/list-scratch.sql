-- Left by backups that were killed; the caller holds the lock under which such databases are created.
select datname from pg_database where starts_with(datname, ?) and pg_has_role(datdba, 'member')
