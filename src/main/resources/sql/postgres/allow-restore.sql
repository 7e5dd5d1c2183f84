grant connect, create, temporary on database ${database} to ${role};
grant usage, create on schema public to ${role}
