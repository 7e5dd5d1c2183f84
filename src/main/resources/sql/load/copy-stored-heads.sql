-- What the table has of a chunk's keys, as COPY rows that can be compared with the chunk's own byte by byte. The first
-- value is the key's place in the chunk, negative where a column is filled that the mapping does not know.
copy (
    select case when ${clean} then k.place else -k.place end, t.source_date, ${since}, ${t_columns}
    from unnest(${keys}) with ordinality as k (${key_columns}, place)
    join ${head} as t on t.client_id = current_setting('catwing.client') and ${key_join}
) to stdout
