insert into ops.bulk_share (share, clients) values (?, ?)
