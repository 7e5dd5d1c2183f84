-- In the database catwing, as catwing, once its tables are there; and again in a database that a recovery has made.
grant insert, update on ops.backup to catwing_backup;
