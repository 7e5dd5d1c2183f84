copy (select ${columns} from only ${table} where client_id <> '${client}') to stdout (format binary)
