create table general.supplier_country (
    client_id text   not null,
    country   text   not null,
    suppliers bigint not null,
    primary key (client_id, country)
);
