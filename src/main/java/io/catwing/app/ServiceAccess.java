package io.catwing.app;

import java.util.Optional;

/** What a service tells whoever starts it. */
public interface ServiceAccess {
    /** Token of commands by the service's own user, for as long as it lives. */
    String ownToken();

    /** The operator's password, if this start has generated it: to be shown once, and known to nobody afterwards. */
    Optional<String> madePassword();
}
