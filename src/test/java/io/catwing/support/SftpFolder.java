package io.catwing.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** An SFTP server with one folder, {@code /in}, and one user, {@code shop}. */
public final class SftpFolder implements AutoCloseable {
    public static final String PASSWORD = "drop&pass+word";

    private final SshServer server = SshServer.setUpDefaultServer();
    private final Path folder;
    private final Path knownHosts;
    private volatile String password = PASSWORD;

    /** @param home where its files go */
    public SftpFolder(Path home) throws IOException, GeneralSecurityException {
        folder = Files.createDirectories(home.resolve("sftp/in"));
        knownHosts = home.resolve("known_hosts");
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        server.setFileSystemFactory(new VirtualFileSystemFactory(folder.getParent()));
        server.setPasswordAuthenticator((user, given, session) -> user.equals("shop") && given.equals(password));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.start();
        trust();
    }

    public int port() {
        return server.getPort();
    }

    /** A file of OpenSSH's with the server's key. */
    public Path knownHosts() {
        return knownHosts;
    }

    /** Writes the server's key into {@link #knownHosts}. */
    public void trust() throws IOException, GeneralSecurityException {
        StringBuilder lines = new StringBuilder();
        server.getKeyPairProvider().loadKeys(null).forEach(pair -> lines.append("[127.0.0.1]:")
                .append(port())
                .append(' ')
                .append(PublicKeyEntry.toString(pair.getPublic()))
                .append('\n'));
        Files.writeString(knownHosts, lines);
    }

    /** From now on this one is right, and no other. */
    public void password(String right) {
        password = right;
    }

    public Path put(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
