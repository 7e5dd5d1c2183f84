-- Product pictures. What is here follows from the objects under product-images/ alone; the failures are operations' own.

-- One row a picture that lies in S3, read from the listing and the objects' metadata.
create table general.product_image (
    client_id   text    not null,
    product_id  text    not null,
    object_key  text    not null,
    etag        text    not null,
    bytes       bigint  not null,
    width       integer not null,
    height      integer not null,
    -- of the object's bytes, hexadecimal
    sha256      text    not null,
    -- where the ERP had it; null for a picture that was uploaded by hand
    picture_url text,
    primary key (client_id, product_id)
);

-- Pictures that could not be had or read when they were last tried. One that works again is no longer here.
create table ops.product_image_failure (
    client_id   text        not null,
    -- fetch: it did not get into S3; load: what lies in S3 is none that can be used
    step        text        not null,
    -- for load the object's key
    product_id  text        not null,
    picture_url text,
    -- with its HINT
    reason      text        not null,
    run_id      text        not null,
    failed_at   timestamptz not null default clock_timestamp(),
    primary key (client_id, step, product_id)
);
