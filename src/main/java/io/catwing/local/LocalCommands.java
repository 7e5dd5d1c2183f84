package io.catwing.local;

import io.catwing.cli.MoreCommands;
import io.catwing.local.demo.DemoCommand;
import io.catwing.local.demo.DemoTrainerCommand;
import io.catwing.local.examples.ExamplesCommand;
import java.util.List;

/** The commands that need servers or ERPs of our own. */
public final class LocalCommands implements MoreCommands {
    @Override
    public List<Class<?>> commands() {
        return List.of(DemoCommand.class, ExamplesCommand.class, DemoTrainerCommand.class);
    }
}
