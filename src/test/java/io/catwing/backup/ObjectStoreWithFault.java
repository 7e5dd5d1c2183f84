package io.catwing.backup;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.StoredObject;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A real objectStore in which something goes wrong around a PUT. */
class ObjectStoreWithFault implements ObjectStore {
    private final ObjectStore objectStore;

    ObjectStoreWithFault(ObjectStore objectStore) {
        this.objectStore = objectStore;
    }

    void beforePut(ObjectKey key) {}

    void afterPut(ObjectKey key) {}

    @Override
    public StoredObject put(ObjectKey key, Path file, String contentType, Map<String, String> metadata) {
        beforePut(key);
        StoredObject put = objectStore.put(key, file, contentType, metadata);
        afterPut(key);
        return put;
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) {
        return objectStore.find(key);
    }

    @Override
    public Stream<StoredObject> list(Area area, String pathPrefix, Consumer<String> others) {
        return objectStore.list(area, pathPrefix, others);
    }

    @Override
    public InputStream open(StoredObject object) {
        return objectStore.open(object);
    }

    @Override
    public StoredObject upload(ObjectKey key, Path file, String contentType, Optional<StoredObject> seen) {
        return objectStore.upload(key, file, contentType, seen);
    }

    @Override
    public StoredObject copy(StoredObject from, ObjectKey to) {
        return objectStore.copy(from, to);
    }

    @Override
    public void delete(ObjectKey key) {
        objectStore.delete(key);
    }
}
