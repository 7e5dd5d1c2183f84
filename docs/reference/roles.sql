-- Roles for your own database server, each with the least privileges that its work needs. Run by a superuser, or by a role with
-- CREATEROLE that owns the database catwing; replace the passwords with your own. RolesSqlIT runs this file, then loads,
-- backs up and restores with the roles.

-- Loading and everything that `catwing run` does except recoveries: owns the database, and so its tables.
create role catwing login nosuperuser nocreatedb nocreaterole password 'change me: loading';
alter database catwing owner to catwing;
revoke connect, temporary on database catwing from public;

-- Backups: reads everything, writes nothing but the record of its own attempts (CATWING_DB_USER of `catwing backup`). It may not
-- create databases, so it cannot try a restore: the backup says so, and `catwing drill` as catwing_recover proves it.
create role catwing_backup login nosuperuser nocreatedb nocreaterole password 'change me: backup';
grant pg_read_all_data to catwing_backup;
grant connect on database catwing to catwing_backup;

-- A dump's statements run with the rights of this one (CATWING_RESTORE_USER): it owns nothing.
create role catwing_restore login nosuperuser nocreatedb nocreaterole password 'change me: restore';

-- Recoveries and drills (CATWING_DB_USER of `catwing recover` and `catwing drill`): creates databases, may rename the live one, and takes
-- over what was restored. A switch gives it to catwing, as the live one was.
create role catwing_recover login nosuperuser createdb nocreaterole password 'change me: recover';
grant catwing to catwing_recover;
grant catwing_restore to catwing_recover;
