-- All files of this folder are about the client of this setting, which ends with the transaction. Their intermediate tables
-- are temporary and take precedence over anything of the same name.
set local jit = off;
set local work_mem = '64MB';
select set_config('catwing.client', ?, true),
       set_config('catwing.client_name', ?, true),
       set_config('catwing.time_zone', ?, true)
