package io.catwing.failure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every secret that this process has read or received: passwords, API keys, current tokens. They are masked wherever external
 * text is shown or stored, since an ERP may echo our own key in its error page.
 *
 * <p>A secret is known in the forms in which it is sent and echoed: plain, URL-encoded, in base64 at any position of the
 * encoded text, and escaped as in JSON and HTML. A secret of fewer than {@value #SHORTEST} characters is not masked: it
 * would hide ordinary text.
 */
public final class Secrets {
    static final int SHORTEST = 4;

    /** Bytes for the forms of those for use; tokens are renewed as long as the process lives, and the oldest go first. */
    private static final long ROOM = 32 << 20;

    /** Of a text in the heap beside its characters, and of its places in collections. */
    private static final int OVERHEAD = 100;

    private static final Pattern ISSUED = Pattern.compile("[^\\s\"]{8,}");

    private static final String MASK = "***";

    private static final Map<String, Set<String>> KEPT = new HashMap<>();
    private static final Map<String, Set<String>> FOR_USE = new LinkedHashMap<>();

    /** Bytes of these. */
    private static long used;

    /** All forms of all secrets, the longest first: one may be part of another. Replaced as a whole. */
    private static volatile List<String> forms = List.of();

    private Secrets() {}

    /**
     * Masks this value as long as the process lives: a setting of the program, read once, of which there are few. Null and values that
     * are too short change nothing.
     */
    public static synchronized void register(String secret) {
        if (isShort(secret) || KEPT.containsKey(secret)) {
            return;
        }
        KEPT.put(secret, formsOf(secret));
        refresh();
    }

    /**
     * Masks this value from now on, until others for {@value #ROOM} bytes were registered since it last was: what a client's file names, read again
     * for each use, since it may be renewed, and what an ERP issued. Null and values that are too short change nothing.
     */
    public static void registerForUse(String secret) {
        registerForUse(secret, ROOM);
    }

    /**
     * The same of what an ERP issued, which may be anything: a short word, and what JSON is made of, would hide our own text. Null changes
     * nothing.
     */
    public static void registerIssued(String value) {
        if (value != null && ISSUED.matcher(value).matches()) {
            registerForUse(value);
        }
    }

    static synchronized void registerForUse(String secret, long room) {
        if (isShort(secret)) {
            return;
        }
        Set<String> known = FOR_USE.remove(secret);
        if (known != null) {
            FOR_USE.put(secret, known);
            return;
        }
        Set<String> all = formsOf(secret);
        FOR_USE.put(secret, all);
        used += size(all);
        while (used > room && FOR_USE.size() > 1) {
            used -= size(FOR_USE.remove(FOR_USE.keySet().iterator().next()));
        }
        refresh();
    }

    private static long size(Set<String> all) {
        return all.stream().mapToLong(form -> OVERHEAD + form.length()).sum();
    }

    private static boolean isShort(String secret) {
        return secret == null || secret.length() < SHORTEST;
    }

    private static void refresh() {
        forms = Stream.of(KEPT, FOR_USE)
                .flatMap(secrets -> secrets.values().stream())
                .flatMap(Set::stream)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The text with {@code ***} in place of every known secret. Null stays null. */
    public static String mask(String text) {
        if (text == null) {
            return null;
        }
        String masked = text;
        for (String form : forms) {
            if (masked.contains(form)) {
                masked = masked.replace(form, MASK);
            }
        }
        return masked;
    }

    private static Set<String> formsOf(String secret) {
        Set<String> all = new LinkedHashSet<>();
        all.add(secret);
        // A mounted file may have several lines, and each is masked separately.
        secret.lines().filter(line -> line.length() >= SHORTEST).forEach(all::add);
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        all.add(encoded);
        all.add(encoded.replace("+", "%20"));
        all.add(lowerCaseEscapes(encoded));
        all.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
        all.add(secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"));
        all.add(secret.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;"));
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (int offset = 0; offset < 3; offset++) {
            addBase64(all, bytes, offset);
        }
        return all;
    }

    /** The base64 characters of the secret alone if so many bytes (modulo 3) precede it, whatever surrounds it. */
    private static void addBase64(Set<String> all, byte[] secret, int offset) {
        byte[] shifted = new byte[offset + secret.length];
        System.arraycopy(secret, 0, shifted, offset, secret.length);
        String plain = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        // Characters that also hold bits of the preceding and following bytes.
        int from = offset == 0 ? 0 : offset + 1;
        int to = plain.length() - (shifted.length % 3 == 0 ? 0 : 1);
        if (to - from >= SHORTEST) {
            String core = plain.substring(from, to);
            all.add(core);
            all.add(core.replace('+', '-').replace('/', '_'));
        }
    }

    private static String lowerCaseEscapes(String encoded) {
        StringBuilder lower = new StringBuilder(encoded);
        for (int i = 0; i + 2 < lower.length(); i++) {
            if (lower.charAt(i) == '%') {
                lower.setCharAt(i + 1, Character.toLowerCase(lower.charAt(i + 1)));
                lower.setCharAt(i + 2, Character.toLowerCase(lower.charAt(i + 2)));
            }
        }
        return lower.toString();
    }
}
