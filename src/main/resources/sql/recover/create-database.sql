create database ${database} template template0 ${like}
