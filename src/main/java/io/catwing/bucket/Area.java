package io.catwing.bucket;

/** The prefixes of the bucket besides {@code raw-data/}, which has a class of its own, and what may be done under each. */
public enum Area {
    /** Uploaded by people; we only read. */
    CLIENT_DATA("client-data/", false, false),
    /** Replaced when the ERP's image changes. */
    PRODUCT_IMAGES("product-images/", true, false),
    /** A run is whole once its {@code config.json} is there. */
    ML_OUTPUT("ml-output/", true, false),
    /** Pruned, after something newer was verified. */
    DB_BACKUPS("db-backups/", true, true);

    private final String prefix;
    private final boolean writable;
    private final boolean prunable;

    Area(String prefix, boolean writable, boolean prunable) {
        this.prefix = prefix;
        this.writable = writable;
        this.prunable = prunable;
    }

    /** With a slash at its end. */
    public String prefix() {
        return prefix;
    }

    boolean writable() {
        return writable;
    }

    boolean prunable() {
        return prunable;
    }
}
