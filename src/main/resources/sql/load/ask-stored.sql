-- COPY takes no bound values, so it reads these settings, which end with the transaction.
select set_config('catwing.client', ?, true), set_config('catwing.date', ?, true), ${settings}
