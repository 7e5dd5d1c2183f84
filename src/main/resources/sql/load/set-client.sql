-- COPY takes no bound values; and dates are read back in one format, whatever the server's settings.
select set_config('catwing.client', ?, true), set_config('datestyle', 'ISO, YMD', true)
