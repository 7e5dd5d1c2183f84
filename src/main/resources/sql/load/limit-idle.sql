-- A lock of the session goes with the session.
select current_setting('idle_session_timeout'), set_config('idle_session_timeout', ?, false)
