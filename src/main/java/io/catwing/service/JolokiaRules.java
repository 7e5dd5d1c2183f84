package io.catwing.service;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Set;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * What Jolokia, by which Hawtio reads JMX, lets through. JMX itself knows no users, and some of its beans load classes, write the
 * heap to files, or tell the command line: what is not named here is not there. A viewer sees Camel's routes, our own beans
 * and the JVM's figures; an operator also starts and stops routes, which leaves an audit row.
 */
@Component
@ConditionalOnWebApplication
class JolokiaRules implements Restrictor {
    private static final Set<RequestType> TYPES =
            Set.of(RequestType.READ, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION, RequestType.EXEC);

    /**
     * Of one HTTP request, which may ask for thousands of things, since Jolokia keeps the whole answer: attributes that are read, of about
     * 100 bytes. What names all beans or dumps all routes counts as many.
     */
    private static final int MOST = 100_000;

    private static final int LIST = 25_000;
    private static final int OTHER = 2500;

    private static final String ASKED = JolokiaRules.class.getName();

    private static final Set<String> OF_CAMEL = Set.of("context", "routes");
    private static final Set<String> OF_JAVA = Set.of(
            "ClassLoading", "GarbageCollector", "Memory", "MemoryPool", "OperatingSystem", "Runtime", "Threading");

    /** The others tell what the process was started with. */
    private static final Set<String> OF_RUNTIME =
            Set.of("Name", "SpecName", "SpecVersion", "StartTime", "Uptime", "VmName", "VmVendor", "VmVersion");

    /** With their signatures: with true, a dump would show what placeholders stand for. */
    private static final Set<String> DUMPS = Set.of(
            "dumpRouteAsXml()",
            "dumpRoutesAsXml()",
            "dumpRouteStatsAsXml()",
            "dumpRouteStatsAsXml(boolean,boolean)",
            // As Hawtio's diagrams ask; there is only the one with two parameters.
            "dumpRoutesStatsAsXml",
            "dumpRoutesStatsAsXml()",
            "dumpRoutesStatsAsXml(boolean,boolean)");

    private static final Set<String> CHANGES = Set.of("start()", "stop()");

    private final Audit audit;

    JolokiaRules(Audit audit) {
        this.audit = audit;
    }

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return method == HttpMethod.GET || method == HttpMethod.POST;
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return TYPES.contains(type) && fits(type == RequestType.LIST ? LIST : OTHER);
    }

    private static boolean fits(int more) {
        HttpServletRequest request = request();
        int asked = more + (request.getAttribute(ASKED) instanceof Integer before ? before : 0);
        request.setAttribute(ASKED, asked);
        return asked <= MOST;
    }

    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        String type = name.getKeyProperty("type");
        return switch (name.getDomain()) {
            case "io.catwing" -> false;
            case "org.apache.camel" -> type == null || !OF_CAMEL.contains(type);
            case "java.lang" -> type == null || !OF_JAVA.contains(type);
            default -> true;
        };
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
        return !isObjectNameHidden(name)
                && (!"Runtime".equals(name.getKeyProperty("type")) || OF_RUNTIME.contains(attribute))
                && fits(1);
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
        return false;
    }

    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        // A link never does anything, whoever follows it.
        boolean link = !request().getMethod().equals("POST");
        if (link || !fits(OTHER) || isObjectNameHidden(name) || name.getDomain().equals("java.lang")) {
            return false;
        }
        if (name.getDomain().equals("io.catwing") || DUMPS.contains(operation)) {
            return true;
        }
        Authentication user = SecurityContextHolder.getContext().getAuthentication();
        boolean may = "routes".equals(name.getKeyProperty("type"))
                && CHANGES.contains(operation)
                && AuthorityUtils.authorityListToSet(user.getAuthorities()).contains("ROLE_OPERATOR");
        if (may) {
            String route = name.getKeyProperty("name").replace("\"", "");
            audit.end(audit.begin(user.getName(), request().getRemoteAddr(), "hawtio " + operation + " " + route), 0);
        }
        return may;
    }

    /** Who may connect is the sign-in's to say. */
    @Override
    public boolean isRemoteAccessAllowed(String... hostOrAddress) {
        return true;
    }

    @Override
    public boolean isOriginAllowed(String origin, boolean strict) {
        return origin == null || isOwn(request(), origin);
    }

    /** A browser names the page's origin with each POST; this one's is as good as a CSRF token, which Hawtio does not send. */
    static boolean isOfOwnPage(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String path = request.getServletPath();
        return (path.startsWith("/actuator/jolokia") || path.startsWith("/actuator/hawtio/jolokia"))
                && origin != null
                && isOwn(request, origin);
    }

    private static boolean isOwn(HttpServletRequest request, String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equals(request.getHeader(HttpHeaders.HOST));
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    private static HttpServletRequest request() {
        return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    }
}
