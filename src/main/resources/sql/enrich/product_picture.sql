-- after: touch-listed
-- scope: product_id in touched_picture
-- general.product_picture: the image of a product.
--   grain       one row per known product that has an image in S3
--   units       width and height in pixels; object_key within the bucket; sha256 of the object in hexadecimal
--   sources     general.product_image, for the products of general.product
--   precedence  none; an image of an unknown product is left out until the product is known
select i.client_id, i.product_id, i.object_key, i.width, i.height, i.sha256
from touched_picture as t
join general.product as p on p.client_id = current_setting('catwing.client') and p.product_id = t.product_id
join general.product_image as i on i.client_id = p.client_id and i.product_id = p.product_id
