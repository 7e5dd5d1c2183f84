-- Stored rows are compared as text, so their text must not depend on the server's settings; and no statement here lives
-- long enough for compiled code to pay.
set local timezone = 'UTC';
set local datestyle = 'ISO, YMD';
set local jit = off;
set local work_mem = '32MB'
