create role ${role} login nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls password '${verifier}'
