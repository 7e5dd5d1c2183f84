-- Everything that follows concerns this client only. Bound values would occur in every statement, several times; the
-- statements read these settings instead, and so does the planner. They end with the transaction.
set local timezone = 'UTC';
set local jit = off;
set local work_mem = '64MB';
select set_config('catwing.client', ?, true),
       set_config('catwing.time_zone', ?, true),
       -- The checksum of this folder's files; see ops.stats_checksum.
       set_config('catwing.checksum', ?, true)
