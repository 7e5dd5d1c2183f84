copy (select ${columns} from only ${table}) to stdout (format binary)
