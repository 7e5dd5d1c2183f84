package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.http.PersonLogin;
import io.catwing.login.StoredLogins;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code catwing login}: a person says to an ERP that it may be read. */
@Command(
        name = "login",
        description = "Walks a person through the first login to an ERP, and stores the refresh token, encrypted.",
        mixinStandardHelpOptions = true)
final class LoginCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CLIENT", description = "Such as CW-000200; its file says grant: refresh_token.")
    private String client;

    @Option(
            names = "--paste",
            description = "The browser is elsewhere: type in the address that it ended at, or the code in it.")
    private boolean paste;

    @Option(
            names = "--wait",
            paramLabel = "MINUTES",
            defaultValue = "10",
            description = "For the person. Default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CatwingCommand.checkRange(spec, "--wait", minutes, 1, 120);
        ClientId id = new ClientId(client);
        PrintWriter out = spec.commandLine().getOut();
        try (Pipeline pipeline = Start.reading()) {
            Client known = pipeline.bean(Clients.class).get(id);
            try (PersonLogin login = new PersonLogin(known, pipeline.bean(StoredLogins.class), !paste)) {
                out.println("Open this address in a browser, log in to the ERP of " + id + " and agree:");
                out.flush();
                // Not masked like all other output: the page needs the client's id, which OAuth makes no secret of.
                System.out.println(login.address());
                System.out.flush();
                if (paste) {
                    out.println("Then type in the address that the browser ended at, or the code that the page shows:");
                    out.flush();
                    login.finish(typed());
                } else {
                    login.await(Duration.ofMinutes(minutes));
                }
            }
            out.println("The login to the ERP of " + id + " is stored. ./catwing preview " + id
                    + " ENTITY shows an answer.");
            return 0;
        }
    }

    /** Not shown by a terminal: the code is a secret until it is exchanged. */
    private static String typed() throws IOException {
        if (System.console() != null) {
            char[] typed = System.console().readPassword();
            return typed == null ? "" : new String(typed);
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return Objects.requireNonNullElse(in.readLine(), "");
    }
}
