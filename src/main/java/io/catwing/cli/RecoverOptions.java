package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.job.RunId;
import io.catwing.recover.RecoveryJob;
import io.catwing.recover.RecoveryJob.Accepted;
import io.catwing.recover.RecoveryJob.Kind;
import io.catwing.recover.RecoveryPlan;
import io.catwing.recover.RecoveryReport;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options and the output of both kinds of recovery. */
final class RecoverOptions {
    @Option(
            names = "--switch",
            description =
                    "Make the new database the live one when it is found good. Exit code 4, of a recovery with or without it:"
                            + " it failed before the new database was checked, such as by an outage; the same command goes on.")
    private boolean switchOver;

    @Option(
            names = "--accept-refused",
            description =
                    "Accept the new database although raw files, workbooks or model runs are refused; they are listed.")
    private boolean acceptRefused;

    @Option(
            names = "--leave-behind",
            description = "Switch although the live database holds objects of people's own that the new one lacks.")
    private boolean leaveBehind;

    @Option(names = "--plan", description = "Show what would be done, and do nothing.")
    private boolean plan;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private Set<Accepted> accepted(boolean acceptUnsigned) {
        Set<Accepted> accepted = EnumSet.noneOf(Accepted.class);
        if (acceptRefused) {
            accepted.add(Accepted.REFUSED_FILES);
        }
        if (leaveBehind) {
            accepted.add(Accepted.LEFT_BEHIND);
        }
        if (acceptUnsigned) {
            accepted.add(Accepted.UNSIGNED_BACKUP);
        }
        return accepted;
    }

    /** @return the command's exit code */
    int recover(Kind kind, String backup, boolean acceptUnsigned, LocalDate asOf, String client) {
        try (Pipeline pipeline = Start.besideDatabase()) {
            RecoveryJob order = new RecoveryJob(
                    RunId.next(),
                    String.join(" ", spec.root().commandLine().getParseResult().originalArgs()),
                    kind,
                    backup,
                    asOf,
                    client == null
                            ? null
                            : pipeline.bean(Clients.class)
                                    .get(new ClientId(client))
                                    .id(),
                    switchOver,
                    false,
                    accepted(acceptUnsigned));
            RecoveryText text = new RecoveryText(spec.commandLine().getOut());
            return plan
                    ? text.print(pipeline.ask("direct:plan-recovery", order, RecoveryPlan.class))
                    : text.print(pipeline.ask("direct:recover", order, RecoveryReport.class));
        }
    }
}
