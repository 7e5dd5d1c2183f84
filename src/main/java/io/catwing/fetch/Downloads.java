package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.Client;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.Report;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.Addresses;
import io.catwing.http.AskedServer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a report's records are: with the ERP, or on a server that the client's file names, which gets no credentials. */
record Downloads(Client client, Report.Download download) {

    /** Null where there are no records. @param answer that says where @throws QuarantinedFailure when it is elsewhere */
    URI address(JsonNode answer) {
        JsonNode there = answer.at(download.at());
        boolean nothing = there.isMissingNode()
                || there.isNull()
                || there.isTextual() && there.asText().isBlank();
        if (nothing && download.optional()) {
            return null;
        }
        if (!there.isTextual() || nothing) {
            throw new QuarantinedFailure(
                    "the answer holds no address at report.download.at '" + download.at() + "'",
                    "correct it in the client's file; if no address means no records, say optional: true");
        }
        URI address;
        try {
            address = client.erp().url().resolve(new URI(Addresses.tidy(there.asText())));
        } catch (URISyntaxException e) {
            throw new QuarantinedFailure(
                    "what stands at report.download.at is no address: " + RecordCopy.shown(e.getReason()),
                    "correct report.download.at in the client's file",
                    e);
        }
        boolean erp =
                Addresses.origin(address).equals(Addresses.origin(client.erp().url()));
        if (address.getRawUserInfo() != null || !erp && !origins(download).contains(Addresses.origin(address))) {
            throw new QuarantinedFailure(
                    "the report is on " + RecordCopy.shown(Addresses.origin(address)) + ", which is not the ERP",
                    "if that is right, say report: {download: {from: [" + RecordCopy.shown(Addresses.origin(address))
                            + "]}} in the client's file");
        }
        return address;
    }

    /** The server of an address that is asked for an entity: the ERP, or one of its report's. */
    static AskedServer server(Client client, Entity entity, URI address) {
        String origin = Addresses.origin(address);
        return origin.equals(Addresses.origin(client.erp().url()))
                ? AskedServer.ERP
                : new AskedServer(origin, "entities." + entity + ".report.download.from");
    }

    private static Set<String> origins(Report.Download download) {
        return download.from().stream().map(Addresses::origin).collect(Collectors.toSet());
    }

    /** Of all servers besides the ERP that a client's reports may be on. */
    static Set<String> origins(Client client) {
        return client.entities().values().stream()
                .map(EntitySpec::report)
                .filter(report -> report != null)
                .flatMap(report -> origins(report.download()).stream())
                .collect(Collectors.toSet());
    }
}
