insert into general.product_image (
    client_id, product_id, object_key, etag, bytes, width, height, sha256, picture_url
)
select ?, product_id, object_key, etag, bytes, width, height, sha256, picture_url
from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::integer[], ?::integer[], ?::text[], ?::text[])
    as image (product_id, object_key, etag, bytes, width, height, sha256, picture_url)
