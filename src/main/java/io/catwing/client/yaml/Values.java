package io.catwing.client.yaml;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The content of an object in the file, read key by key. */
public final class Values {
    private final YamlNode node;
    private final Reading reading;
    private final Map<String, YamlNode> written = new HashMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private boolean sound = true;

    Values(YamlNode node, Reading reading) {
        this.node = node;
        this.reading = reading;
    }

    void read(Key<?> key, YamlNode value) {
        written.put(key.name(), value);
        Optional<?> result = key.form().read(value, reading);
        result.ifPresent(v -> values.put(key.name(), v));
        sound &= result.isPresent();
    }

    /** The value or its default; null if there is neither. Only for a key whose value was read without a problem. */
    public <T> T get(Key<T> key) {
        return find(key).orElse(null);
    }

    /** The value or its default; empty if there is neither, or if what was written is wrong. */
    @SuppressWarnings("unchecked") // a key's value was put there by the key's form
    public <T> Optional<T> find(Key<T> key) {
        return has(key) ? Optional.ofNullable((T) values.get(key.name())) : key.fallbackValue();
    }

    /** Written in the file, rightly or wrongly. */
    public boolean has(Key<?> key) {
        return written.containsKey(key.name());
    }

    /** Written in the file, and wrongly. */
    public boolean isWrong(Key<?> key) {
        return has(key) && !values.containsKey(key.name());
    }

    /** The position of the key's value, or of the object if the key is not written. */
    public YamlNode node(Key<?> key) {
        return written.getOrDefault(key.name(), node);
    }

    public YamlNode node() {
        return node;
    }

    public Reading reading() {
        return reading;
    }

    /** @param reason continues the key's path: {@code is smaller than delay} */
    public void refuse(Key<?> key, String reason, String hint) {
        YamlNode at = node(key);
        String path = has(key) ? at.path() : at.path() + "." + key.name();
        fail(at, path + " " + reason, hint);
    }

    void fail(YamlNode at, String reason, String hint) {
        reading.refuse(at, reason, hint);
        sound = false;
    }

    /** Nothing was refused so far. */
    boolean sound() {
        return sound;
    }
}
