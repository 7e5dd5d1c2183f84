-- Files of one client that load refused as a whole; of those whose rows were deleted to be loaded again also by which mapping, since another
-- may load them.
select r.raw_key, case when f.raw_key is not null then r.mapping_version end
from ops.refused_file as r
left join ops.forgotten_file as f using (raw_key)
where r.client_id = :client
