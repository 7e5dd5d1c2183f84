-- By which SQL files a client was enriched last. Where they say something else now, or it is not known, everything is redone.
create table ops.enrich_checksum (
    client_id text not null primary key,
    checksum  text not null
);
