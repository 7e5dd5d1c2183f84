package io.catwing.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest names. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "catwing "
                    + Objects.requireNonNullElse(
                            CatwingCommand.class.getPackage().getImplementationVersion(), "(not packaged)")
        };
    }
}
