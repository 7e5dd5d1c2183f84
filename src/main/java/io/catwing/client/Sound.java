package io.catwing.client;

import io.catwing.client.yaml.Refusal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Texts that a check found nothing wrong with. Clients of one kind of ERP have the same expressions and patterns: with hundreds of
 * them each is checked once, and not once a file. The check must depend on the text alone.
 */
final class Sound {
    /** Of as many at most: a service reads edited files for months. */
    private static final int MOST = 10_000;

    private final Set<String> texts = ConcurrentHashMap.newKeySet();

    /** What a check says of a text. */
    interface Check {
        void of(String text) throws Refusal;
    }

    /** The text itself. @throws Refusal each time that a wrong one is met */
    String once(String text, Check check) throws Refusal {
        if (!texts.contains(text)) {
            check.of(text);
            if (texts.size() < MOST) {
                texts.add(text);
            }
        }
        return text;
    }
}
