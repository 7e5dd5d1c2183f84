create table stats.sales_by_region (
    client_id   text           not null,
    region      text           not null,
    net_revenue numeric(40, 6) not null,
    primary key (client_id, region)
);
create table stats.daily_basket (
    client_id         text not null,
    day               date not null,
    net_quantity_mean numeric(40, 6),
    primary key (client_id, day)
);
create table stats.daily_status (
    client_id text   not null,
    day       date   not null,
    status    text   not null,
    orders    bigint not null,
    in_stock  bigint not null,
    primary key (client_id, day, status)
);
