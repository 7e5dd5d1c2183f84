package io.catwing.clientdata;

import io.catwing.client.ClientId;
import io.catwing.lake.Lake;
import io.catwing.lake.LakeArea;
import io.catwing.lake.LakeKey;
import io.catwing.lake.LakeObject;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Hands in a workbook as a person would with a browser of the bucket, where the load looks first. */
@Component
public class UploadWorkbook {
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final Lake lake;

    public UploadWorkbook(Lake lake) {
        this.lake = lake;
    }

    /**
     * In place of the former one.
     *
     * @param file of that kind, checked
     * @return where it lies now
     * @throws io.catwing.failure.ParkedFailure where somebody else uploads the same meanwhile
     */
    public LakeObject upload(ClientId client, WorkbookKind kind, Path file) {
        LakeKey key =
                new LakeKey(LakeArea.CLIENT_DATA, client + "/" + kind.places().get(0));
        Optional<LakeObject> seen = lake.find(key);
        return lake.upload(key, file, XLSX, seen);
    }
}
