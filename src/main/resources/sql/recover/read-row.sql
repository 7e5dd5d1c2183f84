select ${texts} from ${table} where ${condition}
