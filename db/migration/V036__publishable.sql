-- Where all tables are published, as tools for change data capture do it (CREATE PUBLICATION … FOR ALL TABLES), PostgreSQL refuses to
-- update a table and to delete from it unless its rows can be told from each other: by a primary key or, where there is none, by all columns.
alter table ops.run_step replica identity full;
alter table ops.enrich_touched replica identity full;
alter table ops.stats_touched replica identity full;

-- Each service's alerts read the steps of two days every half minute, and retention looks for those that are too old. Not BRIN: what
-- retention deletes leaves room all over the table, which new steps fill, so that most ranges of blocks would soon hold steps of any age.
create index run_step_ended_at on ops.run_step (ended_at);
