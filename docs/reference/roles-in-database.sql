-- In the database catwing, as catwing, once its tables exist; and again in a database that a recovery has created.
grant insert, update on ops.backup to catwing_backup;
