-- The dates of a client's files of sales orders: whether they are loaded, or load refused them. Of one that is both, loaded comes last.
select source_date, false as loaded from ops.refused_file where client_id = ? and entity = 'sales_orders'
union all
select source_date, true from ops.ledger where client_id = ? and entity = 'sales_orders'
order by loaded
