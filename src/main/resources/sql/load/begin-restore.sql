-- For one statement: the sort of an index is worth more memory than the server gives to everybody.
set local maintenance_work_mem = '256MB'
