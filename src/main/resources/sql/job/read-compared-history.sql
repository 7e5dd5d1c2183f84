select client_id, entities, known_before
from ops.compared_history
where client_id = any (string_to_array(:clients, ',')) and compared_at > :since
