select ops.lock_in_turns('ops.claim');

-- Of a run: somebody asked whatever process to stop it. Its own looks with each renewal.
alter table ops.claim add column stop_asked boolean not null default false;
