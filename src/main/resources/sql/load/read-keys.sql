-- The keys of the rows left by an interrupted rebuild, as COPY writes them, each with its day.
copy (select ${key_columns}, source_date from ${head} where client_id = current_setting('catwing.client')) to stdout
