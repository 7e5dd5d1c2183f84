-- What the rows that are made anew should be.
drop table if exists pg_temp.wanted;
create temporary table wanted on commit drop as
${wanted}
