-- Of each client the newest business day that an entity has in the database: one look into the index for each, however large
-- the ledger is.
select of_entity.client, max(of_entity.newest)
from (
    select clients.client,
           (select max(source_date) from ops.ledger where client_id = clients.client and entity = entities.entity) as newest
    from unnest(string_to_array(:clients, ',')) as clients(client)
    cross join unnest(string_to_array(:entities, ',')) as entities(entity)) as of_entity
where of_entity.newest is not null
group by of_entity.client
