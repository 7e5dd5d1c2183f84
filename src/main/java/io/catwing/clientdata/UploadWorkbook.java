package io.catwing.clientdata;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.StoredObject;
import io.catwing.client.ClientId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Uploads a workbook as a person would with a browser of the bucket: where the former one is, or where the load looks first. */
@Component
public class UploadWorkbook {
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final ObjectStore objectStore;

    public UploadWorkbook(ObjectStore objectStore) {
        this.objectStore = objectStore;
    }

    /**
     * In place of the former one.
     *
     * @param file of that kind, checked
     * @return where it is now
     * @throws io.catwing.failure.QuarantinedFailure if somebody else uploads the same meanwhile
     */
    public StoredObject upload(ClientId client, WorkbookKind kind, Path file) {
        List<ObjectKey> keys = kind.places().stream()
                .map(place -> new ObjectKey(Area.CLIENT_DATA, client + "/" + place))
                .toList();
        Optional<StoredObject> seen =
                keys.stream().map(objectStore::find).flatMap(Optional::stream).findFirst();
        return objectStore.upload(seen.map(StoredObject::key).orElse(keys.get(0)), file, XLSX, seen);
    }
}
