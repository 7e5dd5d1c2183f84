-- For this transaction, which lasts as long as there are rows: limits of the server or the role, made for people, would end it.
-- Of transaction_timeout servers know since 17.
select set_config(name, '0', true)
from unnest(array['statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout']) as name
where current_setting(name, true) <> '0'
