insert into ops.compared_history (client_id, entities, known_before, compared_at)
values (:client, :entities, :before, :at)
on conflict (client_id) do update
set entities = excluded.entities,
    known_before = excluded.known_before,
    compared_at = excluded.compared_at
