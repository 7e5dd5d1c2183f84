-- Which SQL files a client's statistics were computed by. Where the files say something else now, all is computed anew.
create table ops.stats_checksum (
    client_id text not null primary key,
    checksum  text not null
);
