-- What a run came to. A run without an outcome is under way, or its process died: a run holds an advisory lock for as long as it
-- lives, so the next run tells the two apart and ends what a dead process left open.
alter table ops.run drop constraint run_ends_whole;
alter table ops.run
    -- DONE, FAILED (some of its steps did), ABORTED (it did not get through)
    add column outcome text check (outcome in ('DONE', 'FAILED', 'ABORTED')),
    -- why it was aborted, with a HINT
    add column message text;
update ops.run set outcome = case failed when 0 then 'DONE' else 'FAILED' end where ended_at is not null;
alter table ops.run
    add constraint run_ends_whole check (
        (ended_at is null) = (failed is null) and (ended_at is null) = (outcome is null)
    );
create index run_open on ops.run (run_id) where ended_at is null;
create index run_step_failed on ops.run_step (client_id, ended_at) where outcome = 'FAILED';
