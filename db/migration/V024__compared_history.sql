-- Of which clients the bucket's old files were all found in the ledger, so that not every load and every status lists them again.
create table ops.compared_history (
    client_id    text        not null primary key,
    -- entities that the client's file declared then
    entities     text        not null,
    -- every raw file of an earlier business date was in ops.ledger or ops.refused_file
    known_before date        not null,
    compared_at  timestamptz not null
);

-- What the ledger no longer has is to be found again.
create function ops.forget_compared_history() returns trigger language plpgsql as $$
begin
    delete from ops.compared_history where client_id in (select client_id from gone);
    return null;
end
$$;
create trigger history_to_compare after delete on ops.ledger
    referencing old table as gone
    for each statement execute function ops.forget_compared_history();

create function ops.forget_all_compared_history() returns trigger language plpgsql as $$
begin
    delete from ops.compared_history;
    return null;
end
$$;
create trigger history_to_compare_all after truncate on ops.ledger
    for each statement execute function ops.forget_all_compared_history();
