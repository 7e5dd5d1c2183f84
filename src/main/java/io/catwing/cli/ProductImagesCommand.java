package io.catwing.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code catwing product-images}: the images that products name, to S3 and to PostgreSQL. */
@Command(
        name = "product-images",
        description = "Fetches the images that products name, and loads what is in S3.",
        mixinStandardHelpOptions = true)
final class ProductImagesCommand implements Callable<Integer> {
    @Mixin
    private StageOptions options;

    @Override
    public Integer call() {
        return options.run("product-images", true);
    }
}
