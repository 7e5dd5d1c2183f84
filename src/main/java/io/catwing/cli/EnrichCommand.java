package io.catwing.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code catwing enrich}: merges what was loaded with uploaded workbooks. */
@Command(
        name = "enrich",
        description = "Makes the enriched tables follow what was loaded: supplier terms, locations, sources, images.",
        mixinStandardHelpOptions = true)
final class EnrichCommand implements Callable<Integer> {
    @Mixin
    private StageOptions options;

    @Override
    public Integer call() {
        return options.run("enrich");
    }
}
