package io.catwing.failure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Number of those for use: of an ERP's choice, all may begin alike. */
    private static final int MOST = 10_000;

    /** Of a text in the heap beside its characters, and of its places in collections. */
    private static final int OVERHEAD = 100;

    private static final Pattern ISSUED = Pattern.compile("[^\\s\"]{8,}");

    private static final String MASK = "***";

    private static final Set<String> KEPT = new HashSet<>();
    private static final Map<String, Set<String>> FOR_USE = new LinkedHashMap<>();

    /** Bytes of these. */
    private static long used;

    /**
     * The forms of all secrets by how they begin, each as often as secrets have it. So a text is gone through once, however many there are: an
     * ERP may issue as many as it likes, and every client's lines are masked.
     */
    private static final Map<Long, List<String>> FORMS = new ConcurrentHashMap<>();

    private Secrets() {}

    /**
     * Masks this value as long as the process lives: a setting of the program, read once, of which there are few. Null and values that
     * are too short change nothing.
     */
    public static synchronized void register(String secret) {
        if (isShort(secret) || !KEPT.add(secret)) {
            return;
        }
        formsOf(secret).forEach(Secrets::add);
    }

    /**
     * Masks this value from now on, until {@value #MOST} others, or others for {@value #ROOM} bytes, were registered since it last was: what a
     * client's file names, read again for each use, since it may be renewed, and what an ERP issued. Null and values that are too short change
     * nothing.
     */
    public static void registerForUse(String secret) {
        registerForUse(secret, ROOM, MOST);
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

    static synchronized void registerForUse(String secret, long room, int most) {
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
        all.forEach(Secrets::add);
        used += size(all);
        while (used > room && FOR_USE.size() > 1 || FOR_USE.size() > most) {
            Set<String> oldest = FOR_USE.remove(FOR_USE.keySet().iterator().next());
            oldest.forEach(Secrets::remove);
            used -= size(oldest);
        }
    }

    private static void add(String form) {
        FORMS.merge(beginning(form, 0), List.of(form), (some, more) -> Stream.concat(some.stream(), more.stream())
                .toList());
    }

    private static void remove(String form) {
        FORMS.computeIfPresent(beginning(form, 0), (any, forms) -> {
            List<String> others = new ArrayList<>(forms);
            others.remove(form);
            return others.isEmpty() ? null : others;
        });
    }

    /** The characters there, {@value #SHORTEST} of them, as a number. */
    private static long beginning(String text, int at) {
        long number = 0;
        for (int i = 0; i < SHORTEST; i++) {
            number = number << Character.SIZE | text.charAt(at + i);
        }
        return number;
    }

    private static long size(Set<String> all) {
        return all.stream().mapToLong(form -> OVERHEAD + form.length()).sum();
    }

    private static boolean isShort(String secret) {
        return secret == null || secret.length() < SHORTEST;
    }

    /** The text with {@code ***} in place of every known secret, and of those that overlap. Null stays null. */
    public static String mask(String text) {
        if (text == null) {
            return null;
        }
        StringBuilder masked = new StringBuilder();
        int done = 0;
        for (int at = 0; at + SHORTEST <= text.length(); at++) {
            int end = endOfSecret(text, at);
            if (end > done) {
                if (at >= done) {
                    masked.append(text, done, at).append(MASK);
                }
                done = end;
            }
        }
        return done == 0 ? text : masked.append(text, done, text.length()).toString();
    }

    /** Of the longest one that begins there; 0 where none does. */
    private static int endOfSecret(String text, int at) {
        int end = 0;
        for (String form : FORMS.getOrDefault(beginning(text, at), List.of())) {
            if (text.startsWith(form, at)) {
                end = Math.max(end, at + form.length());
            }
        }
        return end;
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
