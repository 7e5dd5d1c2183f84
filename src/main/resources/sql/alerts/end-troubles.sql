-- Nobody has seen them for so long.
update ops.trouble
set over_at = :now
where over_at is null and seen_at < :before
returning trouble_id
