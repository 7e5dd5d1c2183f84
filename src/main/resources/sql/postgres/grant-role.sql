grant ${role} to current_user
