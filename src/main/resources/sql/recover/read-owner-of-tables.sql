select quote_ident(pg_get_userbyid(relowner)) from pg_class where oid = to_regclass('ops.ledger')
