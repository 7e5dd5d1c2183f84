package io.catwing.client;

import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

@Component
public class Clients {
    private final Collection<Client> clients;

    @Autowired
    public Clients() {
        this(List.of());
    }

    public Clients(Collection<Client> clients) {
        this.clients = clients;
    }

    public Collection<Client> all() {
        return clients;
    }

    public Client get(ClientId id) {
        return clients.stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
    }
}
