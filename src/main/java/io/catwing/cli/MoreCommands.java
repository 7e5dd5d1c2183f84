package io.catwing.cli;

import java.util.List;

/** Commands of packages that this program can be without, found as services. */
public interface MoreCommands {
    /** Classes with picocli's {@code @Command}. */
    List<Class<?>> commands();
}
