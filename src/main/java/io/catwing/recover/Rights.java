package io.catwing.recover;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a recovery needs of the server's role, asked before it is needed: after hours would be too late. */
@Component
public class Rights {
    private final DatabaseServer server;
    private final GiveToOwners owners;

    public Rights(DatabaseServer server) {
        this.server = server;
        this.owners = new GiveToOwners(server);
    }

    /** @throws AbortingFailure naming the first right that is lacking */
    void check(boolean switchOver) {
        if (switchOver) {
            server.checkBeside();
        }
        if (!server.mayCreate()) {
            throw noDatabases();
        }
        if (switchOver && server.exists(server.live())) {
            if (!server.mayRename(server.live())) {
                throw notTheOwner();
            }
            Optional<String> owner = owners.outOfReach(server.live());
            if (owner.isPresent()) {
                throw notGiving(owner.get());
            }
        }
    }

    /** All that a recovery, a drill or a switch would lack, each with a HINT; empty where nothing. */
    public List<String> lacking() {
        List<String> lacking = new ArrayList<>();
        try {
            if (!server.mayCreate()) {
                lacking.add(noDatabases().getMessage());
            }
            if (server.exists(server.live())) {
                if (!server.mayRename(server.live())) {
                    lacking.add(notTheOwner().getMessage());
                }
                owners.outOfReach(server.live())
                        .ifPresent(owner -> lacking.add(notGiving(owner).getMessage()));
            }
            server.checkBeside();
        } catch (AbortingFailure unreachable) {
            lacking.add(Failure.describe(unreachable));
        }
        return lacking;
    }

    private static AbortingFailure noDatabases() {
        return new AbortingFailure(
                "CATWING_DB_USER may not make databases, and every recovery and drill makes one",
                "let a superuser run: alter role … createdb");
    }

    private AbortingFailure notTheOwner() {
        return new AbortingFailure(
                "CATWING_DB_USER does not own the database " + server.live() + ", so it could not be switched away",
                "make it a member of the owner's role, or leave --switch out");
    }

    private AbortingFailure notGiving(String owner) {
        return new AbortingFailure(
                "CATWING_DB_USER may not give tables to " + owner + ", who owns those of " + server.live()
                        + ", so nothing could be switched to",
                "make it a member of this role (from PostgreSQL 16 on with set true), or leave --switch out");
    }
}
