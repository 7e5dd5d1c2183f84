package io.catwing.client.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Bytes to nodes. Invalid YAML, duplicate keys and tags are refused here, before any form sees them. */
public final class YamlText {
    private YamlText() {}

    /** Empty if the bytes are not one YAML document in UTF-8; the reason has then been reported. */
    public static Optional<YamlNode> parse(byte[] bytes, Reading reading) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
            LoaderOptions options = new LoaderOptions();
            Node root = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
                    .getSingleNode();
            if (root == null) {
                reading.refuse(1, 1, "the file is empty", "begin it with client: and the client's id");
                return Optional.empty();
            }
            YamlNode node = new YamlNode(root, "");
            return refuseOddities(node, reading, new HashSet<>()) ? Optional.empty() : Optional.of(node);
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            reading.refuse(line, 1, "the file is not UTF-8", "save it in UTF-8");
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
            String what = e.getContext() == null ? e.getProblem() : e.getContext() + ", " + e.getProblem();
            reading.refuse(
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "not YAML: " + what,
                    "look at the indentation, and put text with : # { } [ ] or @ into quotes");
        } catch (YAMLException e) {
            reading.refuse(
                    1, 1, "not YAML: " + e.getMessage().lines().findFirst().orElse(""), "correct the file");
        }
        return Optional.empty();
    }

    /** @param seen so far: an alias may lead to the same node again, even to a parent of it */
    private static boolean refuseOddities(YamlNode node, Reading reading, Set<Object> seen) {
        boolean refused = false;
        if (!seen.add(node.identity())) {
            return false;
        }
        if (node.hasOwnTag()) {
            reading.refuse(node, node.path() + " carries a YAML tag", "tags mean nothing here; take it away");
            refused = true;
        }
        if (node.isList()) {
            for (YamlNode item : node.items()) {
                refused |= refuseOddities(item, reading, seen);
            }
        } else if (node.isObject()) {
            Map<String, Integer> lines = new HashMap<>();
            for (YamlNode.Entry entry : node.entries()) {
                YamlNode key = entry.key();
                if (!key.isText()) {
                    reading.refuse(key, "a key of " + node.path() + " is no text", "keys are plain words");
                    return true;
                }
                Integer before = lines.putIfAbsent(key.text(), key.line());
                if (before != null) {
                    String reason = "key '" + key.text() + "' of " + node.path() + " stands twice";
                    reading.refuse(key, reason, "it is there already on line " + before + "; keep one of them");
                    refused = true;
                }
                refused |= refuseOddities(entry.value(), reading, seen);
            }
        }
        return refused;
    }
}
