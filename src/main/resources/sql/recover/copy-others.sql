copy (select ${columns} from ${table} where client_id <> '${client}') to stdout (format binary)
