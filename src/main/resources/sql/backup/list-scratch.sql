-- Left by backups that were killed; the caller holds the lock under which such databases are created. What merely begins like
-- one of them (shop_proof_of_concept) is somebody else's.
select datname
from pg_database
cross join (select cast(? as text) as beginning) as ours
where starts_with(datname, beginning)
  and substr(datname, length(beginning) + 1) ~ '^[0-9]{8}_[0-9]{6}_[0-9a-f]{4}$'
  and pg_has_role(datdba, 'member')
