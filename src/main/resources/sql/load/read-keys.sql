-- The keys of the rows left by an interrupted rebuild, as COPY writes them, each with its day. Some, of more than can be remembered.
copy (
    select ${key_columns}, source_date from ${head} where client_id = current_setting('catwing.client') limit ${most}
) to stdout
