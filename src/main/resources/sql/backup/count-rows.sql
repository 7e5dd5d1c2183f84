-- As pg_dump writes them: those of tables that inherit from it are theirs.
select count(*) from only ${table}
