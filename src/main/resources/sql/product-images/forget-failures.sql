delete from ops.product_image_failure where client_id = ? and step = ?
