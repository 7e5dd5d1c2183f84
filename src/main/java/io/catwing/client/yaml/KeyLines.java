package io.catwing.client.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** On which line of a file each key is. */
public final class KeyLines {
    private KeyLines() {}

    /** By path, such as {@code erp.retry.attempts}, from 1; empty if the file cannot be read any more. */
    public static Map<String, Integer> of(Path file) {
        Map<String, Integer> lines = new HashMap<>();
        try {
            YamlText.parse(Files.readAllBytes(file), new Reading(file, name -> null))
                    .ifPresent(root -> collect(root, lines));
        } catch (IOException gone) {
            return Map.of();
        }
        return lines;
    }

    /** The same for text that was already read. */
    public static Map<String, Integer> of(YamlNode root) {
        Map<String, Integer> lines = new HashMap<>();
        collect(root, lines);
        return lines;
    }

    private static void collect(YamlNode node, Map<String, Integer> lines) {
        if (node.isObject()) {
            node.entries().forEach(entry -> {
                lines.put(entry.key().path(), entry.key().line());
                collect(entry.value(), lines);
            });
        } else if (node.isList()) {
            node.items().forEach(item -> collect(item, lines));
        }
    }
}
