package io.catwing.client;

import io.catwing.client.yaml.Reading;
import io.catwing.client.yaml.Values;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The query parameters by which an entity's requests prove who sends them. They are added below Camel to whatever a request asks,
 * so one that a request has as well would be sent twice.
 *
 * @param paths of what sends them in the file, by their names
 */
record AuthQuery(Map<String, String> paths) {

    static AuthQuery of(Values erp, Values own) {
        boolean mine = own.has(EntityForm.AUTH);
        Optional<Auth> auth = mine ? own.find(EntityForm.AUTH) : erp.find(ErpForm.AUTH);
        String path = (mine ? own : erp).node().path() + ".auth";
        Map<String, String> paths = new HashMap<>();
        auth.map(Auth::queryNames).orElse(Set.of()).forEach(name -> paths.put(name, path));
        erp.find(ErpForm.SIGN)
                .map(Sign::query)
                .ifPresent(name -> paths.put(name, erp.node().path() + ".sign"));
        return new AuthQuery(paths);
    }

    /** Refuses what an entity's requests, with what they inherit, ask by these names. */
    void check(Reading reading, Stream<RequestDraft> requests) {
        requests.filter(request -> request != null)
                .flatMap(request -> request.query().entrySet().stream())
                .filter(parameter -> parameter.getValue() != null && paths.containsKey(parameter.getKey()))
                .forEach(parameter -> reading.refuse(
                        parameter.getValue().at(),
                        parameter.getValue().at().path() + " is a parameter that " + paths.get(parameter.getKey())
                                + " sends already",
                        "a parameter is sent once: take one of them away"));
    }
}
