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

    /** One of the keys or more. */
    static Rule oneAtLeast(Key<?>... keys) {
        return new OneAtLeast(List.of(keys));
    }

    /** One of the keys or none. */
    static Rule notBoth(Key<?>... keys) {
        return new NotBoth(List.of(keys));
    }

    /** The second key where the first is. */
    static Rule needs(Key<?> key, Key<?> other) {
        return new Needs(key, other);
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

    /** One of the keys or more. */
    record OneAtLeast(List<Key<?>> keys) implements Rule {
        @Override
        public void check(Values values) {
            if (keys.stream().noneMatch(values::has)) {
                String path = values.node().path();
                values.fail(values.node(), path + " has neither " + names(keys, " nor "), "give one of them");
            }
        }

        @Override
        public void schema(ObjectNode object) {
            ArrayNode any = object.withArray("allOf").addObject().putArray("anyOf");
            keys.forEach(key -> any.addObject().putArray("required").add(key.name()));
        }
    }

    /** One of the keys or none. */
    record NotBoth(List<Key<?>> keys) implements Rule {
        @Override
        public void check(Values values) {
            List<Key<?>> there = keys.stream().filter(values::has).toList();
            if (there.size() > 1) {
                String path = values.node().path();
                values.fail(values.node(there.get(1)), path + " has both " + names(there, " and "), "keep one of them");
            }
        }

        @Override
        public void schema(ObjectNode object) {
            for (int i = 0; i < keys.size(); i++) {
                for (int j = i + 1; j < keys.size(); j++) {
                    object.withArray("allOf")
                            .addObject()
                            .putObject("not")
                            .putArray("required")
                            .add(keys.get(i).name())
                            .add(keys.get(j).name());
                }
            }
        }
    }

    /** The other key where the first is. */
    record Needs(Key<?> key, Key<?> other) implements Rule {
        @Override
        public void check(Values values) {
            if (values.has(key) && !values.has(other)) {
                values.fail(
                        values.node(key),
                        values.node().path() + " has " + key.name() + " but no " + other.name(),
                        "add " + other.name() + ": " + other.description());
            }
        }

        @Override
        public void schema(ObjectNode object) {
            object.withArray("allOf")
                    .addObject()
                    .putObject("dependentRequired")
                    .putArray(key.name())
                    .add(other.name());
        }
    }
}
