-- A backup holds what was under way when it was made, its own row too; in the live database that has ended since.
update ${table} as here
set ${assignments}
from carried_${name} as carried
where (${here-key}) = (${carried-key})
  and row(${here}) is distinct from row(${carried})
