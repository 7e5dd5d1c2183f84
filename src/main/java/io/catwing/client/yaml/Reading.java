package io.catwing.client.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The reading of one file: where its references are looked up, and the problems found so far. */
public final class Reading {
    private final Path file;
    private final UnaryOperator<String> environment;
    private final List<Problem> problems = new ArrayList<>();

    /** @param environment returns the value of a variable, or null */
    public Reading(Path file, UnaryOperator<String> environment) {
        this.file = file;
        this.environment = environment;
    }

    public Path file() {
        return file;
    }

    public UnaryOperator<String> environment() {
        return environment;
    }

    /** In the order of the file. */
    public List<Problem> problems() {
        return problems.stream()
                .sorted((a, b) -> a.line() == b.line() ? a.column() - b.column() : a.line() - b.line())
                .distinct()
                .toList();
    }

    /** @param reason the whole fact, including the place */
    public void refuse(YamlNode at, String reason, String hint) {
        refuse(at.line(), at.column(), reason, hint);
    }

    /** About the file as a whole. */
    public void refuse(String reason, String hint) {
        refuse(0, 0, reason, hint);
    }

    void refuse(int line, int column, String reason, String hint) {
        problems.add(new Problem(file, line, column, reason, hint));
    }
}
