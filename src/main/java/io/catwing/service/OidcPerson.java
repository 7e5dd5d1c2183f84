package io.catwing.service;

import io.catwing.failure.PrintableText;
import java.util.List;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Somebody whom the provider knows. The name, as in {@code oidc:anna}, is none of the service's own users'. */
final class OidcPerson extends DefaultOidcUser {
    private static final int LONGEST_NAME = 100;

    private final String name;

    OidcPerson(OidcUser user, boolean operator) {
        super(roles(operator), user.getIdToken(), user.getUserInfo());
        this.name = nameOf(user);
    }

    /** What the provider calls somebody, made fit for a log and a page. */
    static String nameOf(OidcUser user) {
        String name = user.getPreferredUsername();
        return "oidc:" + PrintableText.clean(name == null || name.isBlank() ? user.getSubject() : name, LONGEST_NAME);
    }

    private static List<GrantedAuthority> roles(boolean operator) {
        return operator
                ? AuthorityUtils.createAuthorityList("ROLE_OPERATOR", "ROLE_VIEWER")
                : AuthorityUtils.createAuthorityList("ROLE_VIEWER");
    }

    @Override
    public String getName() {
        return name;
    }
}
