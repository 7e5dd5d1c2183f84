-- What the table has of a chunk's keys, as COPY rows that can be compared with the chunk's own byte by byte. The first
-- value is the key's position in the chunk, negative if a column is filled that the mapping does not know.
-- Lateral with offset 0, here and in the merges: one index lookup per key, whatever statistics the planner has of a table
-- that is just being filled. Otherwise it may read the client's whole table for every chunk.
copy (
    select case when ${clean} then k.place else -k.place end, t.source_date, ${since}, ${t_columns}
    from unnest(${keys}) with ordinality as k (${key_columns}, place)
    cross join lateral (
        select * from ${head} as t where t.client_id = current_setting('catwing.client') and ${key_join} offset 0
    ) as t
) to stdout
