-- Left by backups that were killed; whoever asks holds the lock under which such databases are made.
select datname from pg_database where starts_with(datname, ?) and pg_has_role(datdba, 'member')
