package io.catwing.cli;

import picocli.CommandLine.Command;

/** {@code catwing recover}: rebuilds the database beside the live one. */
@Command(
        name = "recover",
        description = "Rebuilds the database beside the live one, from a backup or from the raw files alone.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RecoverFastCommand.class,
            RecoverFullCommand.class,
            RecoverSwitchCommand.class,
            RecoverListCommand.class,
            RecoverDropCommand.class
        })
final class RecoverCommand {}
