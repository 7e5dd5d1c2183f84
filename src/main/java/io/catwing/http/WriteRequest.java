package io.catwing.http;

import io.catwing.client.Erp;
import io.catwing.client.Place;
import io.catwing.client.RequestSpec;
import io.catwing.client.Template;
import io.catwing.client.Variables;
import io.catwing.failure.QuarantinedFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Renders a request of a client's file with the values of one page. */
public final class WriteRequest {

    private static final String CONTENT_TYPE = "Content-Type";

    private WriteRequest() {}

    /** The request by its template. */
    public static ErpRequest of(Erp erp, RequestSpec spec, Variables variables) {
        String base = erp.url().toString();
        StringBuilder address = new StringBuilder(base.endsWith("/") ? base.substring(0, base.length() - 1) : base);
        address.append(Addresses.tidy(
                Template.render(spec.path(), variables, Place.PATH).orElse("")));
        return withQuery(address, spec, variables);
    }

    /** The request by its template, at another address: its path is not used. */
    public static ErpRequest of(URI address, RequestSpec spec, Variables variables) {
        return withQuery(new StringBuilder(address.toString()), spec, variables);
    }

    private static ErpRequest withQuery(StringBuilder address, RequestSpec spec, Variables variables) {
        char before = address.indexOf("?") < 0 ? '?' : '&';
        for (Map.Entry<String, String> parameter : spec.query().entrySet()) {
            String value = Template.render(parameter.getValue(), variables, Place.QUERY)
                    .orElse(null);
            if (value != null) {
                address.append(before)
                        .append(Addresses.encodeQuery(parameter.getKey()))
                        .append('=')
                        .append(Addresses.encodeQuery(value));
                before = '&';
            }
        }
        try {
            return at(new URI(address.toString()), spec, variables);
        } catch (URISyntaxException e) {
            throw new QuarantinedFailure(
                    "the request's address is none: " + e.getReason(),
                    "correct erp.url or the request's path in the client's file",
                    e);
        }
    }

    /** The request at an address from the ERP: method, headers and body are the template's. */
    public static ErpRequest at(URI address, RequestSpec spec, Variables variables) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", "application/json");
        spec.headers().forEach((name, template) -> Template.render(template, variables, Place.HEADER)
                .ifPresent(value -> headers.put(name, value)));
        String body = null;
        if (spec.body() != null) {
            body = Template.render(spec.body(), variables, Place.ofBody(spec.headers()))
                    .orElse("");
            headers.putIfAbsent(CONTENT_TYPE, "application/json");
        }
        return new ErpRequest(spec.method(), address, new LinkedHashMap<>(headers), body);
    }
}
