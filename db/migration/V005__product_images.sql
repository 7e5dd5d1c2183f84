-- private copy until the branch product-images has its own
create table general.product_image (
    client_id text not null, product_id text not null, object_key text, etag text, bytes bigint, width int, height int,
    sha256 text, picture_url text, primary key (client_id, product_id)
);
