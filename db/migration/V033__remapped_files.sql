-- The file was loaded again by another mapping while rows of the earlier one may have stayed: a load of some days deletes nothing
-- first. Where all files were, their versions are alike again and no longer tell. It goes with the entry, when all rows of the
-- entity are forgotten.
alter table ops.ledger add column remapped boolean not null default false;
