-- By which versions the rows of each entity were made. Null where files were remapped: rows of a version that no entry names any more
-- may be there.
select distinct entity, case when not remapped then mapping_version end from ops.ledger where client_id = ?
