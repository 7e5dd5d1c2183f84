package io.catwing.service.jmx;

import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.job.Job;
import io.catwing.job.Owed;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** Owed work in JMX. All of it takes a listing of each client's bucket, so it is an operation per client. */
@Component
@ConditionalOnWebApplication
@ManagedResource(objectName = "io.catwing:type=Owed", description = "What is owed of the clients")
public class OwedBean {
    private final Clients clients;
    private final Owed owed;

    OwedBean(Clients clients, Owed owed) {
        this.clients = clients;
        this.owed = owed;
    }

    @ManagedAttribute(description = "Clients whose days are owed")
    public List<String> getClients() {
        return clients.all().stream().map(client -> client.id().value()).toList();
    }

    @ManagedAttribute(description = "Client files that were left out since something is wrong with them")
    public int getRefusedFiles() {
        return (int) clients.refused().stream()
                .map(problem -> problem.file())
                .distinct()
                .count();
    }

    @ManagedOperation(
            description =
                    "What is owed of a client, the oldest first: fetch, load, or a gap that nothing can fill, and the raw file")
    @ManagedOperationParameter(name = "client", description = "such as CW-000200")
    public List<String> of(String client) {
        Client asked = clients.get(new ClientId(client));
        Owed.Debt debt = owed.of(asked, Job.Option.OWED);
        return Stream.of(lines("fetch ", debt.fetch()), lines("load ", debt.load()), lines("gap ", debt.gaps()))
                .flatMap(lines -> lines)
                .toList();
    }

    private static Stream<String> lines(String what, Set<RawKey> keys) {
        return keys.stream().sorted().map(key -> what + key);
    }
}
