-- The next products of one client whose record names an image, from an id on, without the one that is known.
select product_id, picture_url
from general.product
where client_id = :client
  and product_id >= :from
  and product_id is distinct from cast(:known as text)
  and btrim(picture_url) <> ''
order by product_id
limit :rows
