copy (select ${columns} from only ${table}${where}) to stdout
