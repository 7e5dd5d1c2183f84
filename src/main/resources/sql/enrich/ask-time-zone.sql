-- Refused where the server does not know the zone; nothing else here can be.
select now() at time zone current_setting('catwing.time_zone')
