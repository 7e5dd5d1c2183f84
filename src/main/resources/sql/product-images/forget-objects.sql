-- Everything that is known of these objects.
with gone as (
    delete from ops.lake_ledger where client_id = ? and stage = 'product-images' and object_key = any (?)
), failures as (
    delete from ops.product_image_failure where client_id = ? and step = 'load' and product_id = any (?)
)
delete from general.product_image where client_id = ? and object_key = any (?)
