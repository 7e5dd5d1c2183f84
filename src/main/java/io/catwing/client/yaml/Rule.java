package io.catwing.client.yaml;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/** Which keys of an object go together; declared once for the reader and the schema. */
public sealed interface Rule {
    void check(Values values);

    void schema(ObjectNode object);

    static Rule exactlyOne(Key<?>... keys) {
        return new ExactlyOne(List.of(keys));
    }

    static Rule together(Key<?>... keys) {
        return new Together(List.of(keys));
    }

    private static String names(List<Key<?>> keys, String last) {
        List<String> names = keys.stream().map(Key::name).toList();
        String lastName = names.get(names.size() - 1);
        return names.size() == 1 ? lastName : String.join(", ", names.subList(0, names.size() - 1)) + last + lastName;
    }

    /** Exactly one of the keys. */
    record ExactlyOne(List<Key<?>> keys) implements Rule {
        @Override
        public void check(Values values) {
            List<Key<?>> there = keys.stream().filter(values::has).toList();
            String path = values.node().path();
            if (there.isEmpty()) {
                values.fail(values.node(), path + " has neither " + names(keys, " nor "), "give one of them");
            } else if (there.size() > 1) {
                YamlNode second = values.node(there.get(1));
                values.fail(second, path + " has both " + names(there, " and "), "keep one of them");
            }
        }

        @Override
        public void schema(ObjectNode object) {
            ArrayNode any = object.withArray("allOf").addObject().putArray("oneOf");
            keys.forEach(key -> any.addObject().putArray("required").add(key.name()));
        }
    }

    /** All of the keys or none. */
    record Together(List<Key<?>> keys) implements Rule {
        @Override
        public void check(Values values) {
            Stream<Key<?>> there = keys.stream().filter(values::has);
            List<Key<?>> missing = keys.stream().filter(key -> !values.has(key)).toList();
            there.findFirst().filter(key -> !missing.isEmpty()).ifPresent(first -> {
                String reason = "has " + first.name() + " but no " + names(missing, " and ");
                String hint = names(keys, " and ") + " go together: give all of them, or none";
                values.fail(values.node(first), values.node().path() + " " + reason, hint);
            });
        }

        @Override
        public void schema(ObjectNode object) {
            ObjectNode dependent = object.withArray("allOf").addObject().putObject("dependentRequired");
            for (Key<?> key : keys) {
                ArrayNode others = dependent.putArray(key.name());
                keys.stream().filter(other -> !other.equals(key)).forEach(other -> others.add(other.name()));
            }
        }
    }
}
