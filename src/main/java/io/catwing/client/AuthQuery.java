package io.catwing.client;

import io.catwing.client.yaml.Reading;
import io.catwing.client.yaml.Values;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The query parameters by which an entity's requests prove who sends them. They are added below Camel to whatever a request asks,
 * so one that a request has as well would be sent twice.
 *
 * @param path of the auth in the file
 */
record AuthQuery(String path, Set<String> names) {

    static AuthQuery of(Values erp, Values own) {
        boolean mine = own.has(EntityForm.AUTH);
        Optional<Auth> auth = mine ? own.find(EntityForm.AUTH) : erp.find(ErpForm.AUTH);
        return new AuthQuery(
                (mine ? own : erp).node().path() + ".auth",
                auth.map(Auth::queryNames).orElse(Set.of()));
    }

    /** Refuses what an entity's requests, with what they inherit, ask by these names. */
    void check(Reading reading, Stream<RequestDraft> requests) {
        requests.filter(request -> request != null)
                .flatMap(request -> request.query().entrySet().stream())
                .filter(parameter -> parameter.getValue() != null && names.contains(parameter.getKey()))
                .map(parameter -> parameter.getValue().at())
                .forEach(at -> reading.refuse(
                        at,
                        at.path() + " is a parameter that " + path + " sends already",
                        "a parameter is sent once: take one of them away"));
    }
}
