analyze stats.${table}
