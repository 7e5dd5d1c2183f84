insert into ${table} (${columns}) select ${columns} from carried_${name} on conflict do nothing
