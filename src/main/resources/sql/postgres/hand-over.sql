-- What was restored is the application's from here on, and the role may do nothing in here any more. Not DROP OWNED: it
-- would take the role's rights in other databases, too, where it may be at work.
reassign owned by ${role} to current_user;
revoke all on database ${database} from ${role};
revoke all on schema public from ${role}
