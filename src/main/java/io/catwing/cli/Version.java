package io.catwing.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the build. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"catwing " + text() + ", on Java " + Runtime.version()};
    }

    private static String text() {
        Properties properties = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("/catwing-version.properties")) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
