package io.catwing.client;

import io.catwing.client.yaml.KeyLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The place in a client's file that a failure's message names: a key such as {@code envelope.success}, or the
 * mapping of a column; otherwise the entity, if the file is named at all. The file is read again, as it is now.
 */
public final class PlaceInFile {
    private static final Pattern KEY = Pattern.compile("(?<![\\w./-])[a-z_]++(?:\\.[a-z_]++)++(?![\\w/-])");
    private static final Pattern MAPPING = Pattern.compile("mapping of ([a-z_]+)");

    private PlaceInFile() {}

    /** The message with file and line at its end, as editors accept them; unchanged if it names nothing in the file. */
    public static String added(String message, Client client, String entity) {
        boolean names = message.contains("client's file");
        List<String> keys = keys(message);
        if (!names && keys.isEmpty()) {
            return message;
        }
        Map<String, Integer> lines = KeyLines.of(client.file());
        Stream<String> candidates =
                keys.stream().flatMap(key -> Stream.of("entities." + entity + "." + key, "erp." + key, key));
        Optional<Integer> line = Stream.concat(candidates, names ? Stream.of("entities." + entity) : Stream.empty())
                .map(lines::get)
                .filter(found -> found != null)
                .findFirst();
        return line.map(number -> message + "; see " + client.file() + ":" + number)
                .orElse(message);
    }

    private static List<String> keys(String message) {
        List<String> keys = new ArrayList<>();
        Matcher mapping = MAPPING.matcher(message);
        while (mapping.find()) {
            keys.add("mapping." + mapping.group(1));
        }
        Matcher key = KEY.matcher(message);
        while (key.find()) {
            keys.add(key.group());
        }
        return keys;
    }
}
