package io.catwing.productimages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What bytes are, by themselves: neither the name nor what the server calls them counts. */
enum ImageFormat {
    JPEG("a JPEG"),
    PNG("a PNG"),
    WEBP("a WebP"),
    GIF("a GIF"),
    BMP("a BMP"),
    TIFF("a TIFF"),
    AVIF_OR_HEIC("an AVIF or HEIC"),
    PDF("a PDF"),
    SVG("an SVG"),
    HTML("an HTML page"),
    XML("XML"),
    JSON("JSON"),
    EMPTY("empty"),
    UNKNOWN("of no format that is known");

    private static final int LOOKED_AT = 1024;

    private final String words;

    ImageFormat(String words) {
        this.words = words;
    }

    /** One that becomes an image of ours. */
    boolean isUsable() {
        return this == JPEG || this == PNG || this == WEBP;
    }

    /** What servers answer with status 200 when they mean "not now", so asking again may help. */
    boolean mayPass() {
        return this == HTML || this == JSON || this == EMPTY;
    }

    static ImageFormat of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(LOOKED_AT));
        }
    }

    private static ImageFormat of(byte[] bytes) {
        String head = new String(bytes, StandardCharsets.ISO_8859_1);
        if (head.isEmpty()) {
            return EMPTY;
        } else if (head.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        } else if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
            return PNG;
        } else if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
            return WEBP;
        } else if (head.startsWith("GIF8")) {
            return GIF;
        } else if (head.startsWith("BM")) {
            return BMP;
        } else if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
            return TIFF;
        } else if (head.startsWith("ftyp", 4)) {
            return AVIF_OR_HEIC;
        } else if (head.startsWith("%PDF")) {
            return PDF;
        }
        return ofText(
                head.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading().toLowerCase(Locale.ROOT));
    }

    private static ImageFormat ofText(String text) {
        if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
            return HTML;
        } else if (text.startsWith("<")) {
            return text.contains("<svg") ? SVG : text.contains("<html") ? HTML : XML;
        }
        return text.startsWith("{") || text.startsWith("[") ? JSON : UNKNOWN;
    }

    @Override
    public String toString() {
        return words;
    }
}
