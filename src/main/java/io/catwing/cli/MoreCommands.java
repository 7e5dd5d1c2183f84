package io.catwing.cli;

import java.util.List;

/** Commands of optional packages, found as services. */
public interface MoreCommands {
    /** Classes with picocli's {@code @Command}. */
    List<Class<?>> commands();
}
