-- The products of one client whose record names an image.
select product_id, picture_url
from general.product
where client_id = :client
  and btrim(picture_url) <> ''
order by product_id
