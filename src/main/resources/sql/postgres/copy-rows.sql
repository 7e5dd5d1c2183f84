copy (select ${columns} from ${table}${where}) to stdout
