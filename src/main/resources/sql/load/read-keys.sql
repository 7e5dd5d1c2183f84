-- The keys of the rows that a rebuild left when it was stopped, as COPY writes them, each with its day.
copy (select ${key_columns}, source_date from ${head} where client_id = current_setting('catwing.client')) to stdout
