-- From here on the application owns what was restored, and the role may do nothing more in this database. Not DROP OWNED: it
-- would revoke the role's rights in other databases, too, where it may be in use.
reassign owned by ${role} to current_user;
revoke all on database ${database} from ${role};
revoke all on schema public from ${role}
