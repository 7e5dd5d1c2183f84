package io.catwing.postgres;

/**
 * A role that owns nothing, as which dumps are restored, from {@code CATWING_RESTORE_USER} and its password; of the
 * embedded server its own.
 *
 * @param user empty where none is named: then a role is made for each restore, where the application's role may
 */
public record RestoreRole(String user, String password) {

    public boolean isNamed() {
        return !user.isEmpty();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RestoreRole[user=" + user + "]";
    }
}
