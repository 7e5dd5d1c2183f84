-- The session is idle while its process fills: PostgreSQL notices within a minute that the process's machine has gone.
select set_config('tcp_keepalives_idle', '30', false),
    set_config('tcp_keepalives_interval', '10', false),
    set_config('tcp_keepalives_count', '3', false)
