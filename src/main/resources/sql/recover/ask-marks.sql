-- Whether something was loaded that enrichment or statistics do not account for, or other SQL files computed them. Behind a checksum of
-- statistics are the rules of the client's time zone.
select exists (
    select
    from unnest(?) as client (id)
    cross join (select ? as enrich, ? as stats) as files
    where exists (select from ops.enrich_touched where client_id = client.id)
       or exists (select from ops.stats_touched where client_id = client.id)
       or exists (select from ops.enrich_checksum where client_id = client.id and checksum <> files.enrich)
       or exists (select from ops.stats_checksum where client_id = client.id and not starts_with(checksum, files.stats)))
