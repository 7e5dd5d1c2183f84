-- How many products of one client name an image.
select count(*)
from general.product
where client_id = :client
  and btrim(picture_url) <> ''
