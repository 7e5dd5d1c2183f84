create temporary table carried_${name} on commit drop as select ${columns} from ${table} where false
