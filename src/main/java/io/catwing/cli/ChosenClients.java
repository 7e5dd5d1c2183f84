package io.catwing.cli;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import java.util.List;

/** The clients that a command is for, and those that it was to be for. */
record ChosenClients(List<ClientId> ids, LeftOut leftOut) {

    /** @param names those that were named; all clients where there are none */
    static ChosenClients of(List<String> names, Clients known) {
        if (names.isEmpty()) {
            // Before the clients: a file that is corrected meanwhile is told once too often, and none is passed over.
            LeftOut leftOut = new LeftOut(known.refused());
            return new ChosenClients(known.atLeastOne().stream().map(Client::id).toList(), leftOut);
        }
        return new ChosenClients(
                names.stream()
                        .map(name -> known.get(new ClientId(name)).id())
                        .distinct()
                        .toList(),
                LeftOut.NONE);
    }
}
