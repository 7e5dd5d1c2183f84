-- Whoever waits for an exclusive lock of a table keeps all others from it who come later, for as long as somebody reads it: a backup, for hours. So
-- a migration waits in turns of two seconds, between which the others get theirs. Migrations of tables that are in use begin with it.
create function ops.lock_in_turns(variadic tables text[]) returns void language plpgsql as $$
begin
    loop
        begin
            set local lock_timeout = '2s';
            execute 'lock table ' || array_to_string(tables, ', ') || ' in access exclusive mode';
            set local lock_timeout = 0;
            return;
        exception when lock_not_available then
            perform pg_sleep(3);
        end;
    end loop;
end
$$;
select ops.lock_in_turns('ops.run_step', 'ops.enrich_touched', 'ops.stats_touched');

-- Where all tables are published, as tools for change data capture do it (CREATE PUBLICATION … FOR ALL TABLES), PostgreSQL refuses to
-- update a table and to delete from it unless its rows can be told from each other: by a primary key or, where there is none, by all columns.
alter table ops.run_step replica identity full;
alter table ops.enrich_touched replica identity full;
alter table ops.stats_touched replica identity full;

-- Each service's alerts read the steps of two days every half minute, and retention looks for those that are too old. Not BRIN: what
-- retention deletes leaves room all over the table, which new steps fill, so that most ranges of blocks would soon hold steps of any age.
create index run_step_ended_at on ops.run_step (ended_at);
