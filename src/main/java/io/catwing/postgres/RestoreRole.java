package io.catwing.postgres;

/**
 * A role that owns nothing, as which dumps are restored, from {@code CATWING_RESTORE_USER} and its password; the
 * embedded server has its own.
 *
 * @param user empty if none is named: then a role is created for each restore, if the application's role may do so
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
