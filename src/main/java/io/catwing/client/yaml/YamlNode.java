package io.catwing.client.yaml;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A position in a file and its content. Scalars are text as written: {@code no} is "no" and {@code 1.10} is "1.10",
 * unlike in YAML 1.1.
 */
public final class YamlNode {
    /** A key and its value. */
    record Entry(YamlNode key, YamlNode value) {}

    private final Node node;
    private final String path;

    YamlNode(Node node, String path) {
        this.node = node;
        this.path = path;
    }

    /** Such as {@code erp.retry.attempts}; "the file" at the top. */
    public String path() {
        return path.isEmpty() ? "the file" : path;
    }

    /** From 1. */
    public int line() {
        return node.getStartMark().getLine() + 1;
    }

    /** From 1. */
    public int column() {
        return node.getStartMark().getColumn() + 1;
    }

    boolean isNothing() {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    boolean isText() {
        return node instanceof ScalarNode && !isNothing();
    }

    /** Written without quotes, and so a number or a boolean if it looks like one. */
    boolean isPlain() {
        return node instanceof ScalarNode scalar && scalar.isPlain();
    }

    boolean isObject() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean hasOwnTag() {
        return !node.getTag().startsWith(Tag.PREFIX);
    }

    /** The same for every alias of one anchor. */
    Object identity() {
        return node;
    }

    String kind() {
        return isNothing() ? "empty" : isText() ? "text" : isList() ? "a list" : "an object";
    }

    String text() {
        return ((ScalarNode) node).getValue();
    }

    List<YamlNode> items() {
        List<YamlNode> items = new ArrayList<>();
        for (Node item : ((SequenceNode) node).getValue()) {
            items.add(new YamlNode(item, path + "[" + items.size() + "]"));
        }
        return items;
    }

    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String below = path.isEmpty() ? name : path + "." + name;
            entries.add(new Entry(new YamlNode(tuple.getKeyNode(), below), new YamlNode(tuple.getValueNode(), below)));
        }
        return entries;
    }
}
