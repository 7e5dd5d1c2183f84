reset tcp_keepalives_idle;
reset tcp_keepalives_interval;
reset tcp_keepalives_count;
select pg_advisory_unlock_all()
