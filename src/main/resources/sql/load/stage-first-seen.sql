create temporary table staged_first_seen (version bigint not null, first_seen date not null) on commit drop
