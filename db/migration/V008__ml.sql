-- What committed model runs in S3 expect to be sold; written by the stage ml from predictions.parquet alone. Numbers come from
-- binary floating point and are rounded half to even, so that the same file gives the same rows everywhere.
create table general.prediction (
    client_id        text           not null,
    -- the last day whose data the run knew
    run_date         date           not null,
    product_id       text           not null,
    -- '' for sales that name no location
    location_id      text           not null,
    target_date      date           not null,
    -- net, in the product's own unit
    quantity         numeric(18, 4) not null,
    -- that anything is sold at all; null where the run does not say
    sale_probability numeric(7, 6),
    primary key (client_id, run_date, product_id, location_id, target_date)
);
