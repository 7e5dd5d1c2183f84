-- Everything that follows is of this client alone. Bound values would stand in every statement, several times; the
-- statements read these settings instead, and so does the planner. They end with the transaction.
set local timezone = 'UTC';
set local jit = off;
set local work_mem = '64MB';
select set_config('catwing.client', ?, true),
       set_config('catwing.time_zone', ?, true),
       -- What the files of this folder say; see ops.stats_checksum.
       set_config('catwing.checksum', ?, true)
