select known_before
from ops.compared_history
where client_id = :client and entities = :entities and compared_at > :since
