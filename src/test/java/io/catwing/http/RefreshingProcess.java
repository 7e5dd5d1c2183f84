package io.catwing.http;

import io.catwing.client.Auth;
import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.login.StoredLogins;
import io.catwing.login.TokenKeys;
import io.catwing.postgres.DatabaseAddress;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that only exchanges tokens and uses them, to be killed. */
final class RefreshingProcess {

    private RefreshingProcess() {}

    /** @param arguments folder of the client's file; times that the ERP is asked; milliseconds between them */
    public static void main(String[] arguments) throws Exception {
        Client client = ClientFiles.read(Path.of(arguments[0]), System::getenv)
                .clients()
                .get(0);
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(System.getenv("PROCESS_DATABASE"));
        database.setUser("postgres");
        StoredLogins stored = new StoredLogins(
                database,
                new DatabaseAddress(System.getenv("PROCESS_DATABASE"), "postgres", ""),
                new TokenKeys(System.getenv("PROCESS_TOKEN_KEY")));
        try (Logins logins = new Logins(client, stored)) {
            LoginSource source = logins.oauth2((Auth.OAuth2) client.erp().auth());
            Login login = source.logIn(null);
            for (int done = 0; done < Integer.parseInt(arguments[1]); ) {
                if (ask(client, login) == 401) {
                    login = source.logIn(login);
                } else {
                    done++;
                    TimeUnit.MILLISECONDS.sleep(Long.parseLong(arguments[2]));
                }
            }
        } catch (RuntimeException failed) {
            System.err.println(failed);
            System.exit(3);
        }
    }

    private static int ask(Client client, Login login) throws IOException {
        HttpURLConnection asked = (HttpURLConnection)
                client.erp().url().resolve("/products").toURL().openConnection();
        asked.setRequestProperty(login.header(), login.value());
        return asked.getResponseCode();
    }
}
