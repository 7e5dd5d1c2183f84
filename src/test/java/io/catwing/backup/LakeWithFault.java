package io.catwing.backup;

import io.catwing.lake.Lake;
import io.catwing.lake.LakeArea;
import io.catwing.lake.LakeKey;
import io.catwing.lake.LakeObject;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A real lake in which something goes wrong around a PUT. */
class LakeWithFault implements Lake {
    private final Lake lake;

    LakeWithFault(Lake lake) {
        this.lake = lake;
    }

    void beforePut(LakeKey key) {}

    void afterPut(LakeKey key) {}

    @Override
    public LakeObject put(LakeKey key, Path file, String contentType, Map<String, String> metadata) {
        beforePut(key);
        LakeObject put = lake.put(key, file, contentType, metadata);
        afterPut(key);
        return put;
    }

    @Override
    public Optional<LakeObject> find(LakeKey key) {
        return lake.find(key);
    }

    @Override
    public Stream<LakeObject> list(LakeArea area, String pathPrefix, Consumer<String> others) {
        return lake.list(area, pathPrefix, others);
    }

    @Override
    public InputStream open(LakeObject object) {
        return lake.open(object);
    }

    @Override
    public LakeObject upload(LakeKey key, Path file, String contentType, Optional<LakeObject> seen) {
        return lake.upload(key, file, contentType, seen);
    }

    @Override
    public LakeObject copy(LakeObject from, LakeKey to) {
        return lake.copy(from, to);
    }

    @Override
    public void delete(LakeKey key) {
        lake.delete(key);
    }
}
