drop owned by ${role};
drop role ${role}
