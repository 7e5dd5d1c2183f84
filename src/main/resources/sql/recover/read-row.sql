select ${texts} from only ${table} where ${condition}
