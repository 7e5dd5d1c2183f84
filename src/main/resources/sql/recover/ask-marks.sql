-- Whether something was loaded that enrichment or statistics do not account for.
select exists (select from ops.enrich_touched where client_id = any (?))
       or exists (select from ops.stats_touched where client_id = any (?))
