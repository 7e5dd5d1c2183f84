package io.catwing.client.guess;

import com.fasterxml.jackson.databind.node.TextNode;

/** Texts as YAML. */
final class Yaml {
    private Yaml() {}

    /** Quoted where a plain one would mean something else; what is written as an object stays. */
    static String text(String value) {
        boolean object = value.startsWith("{value:") || value.startsWith("{jq:");
        return object || value.matches("/[\\p{L}\\p{N}_/@.$~-]*") || value.matches("[\\p{L}_][\\p{L}\\p{N}_-]*")
                ? value
                : new TextNode(value).toString();
    }
}
