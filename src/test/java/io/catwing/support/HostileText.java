package io.catwing.support;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Text as an ERP's error page, a workbook's entry or an image's address may hold it, the same for each seed. */
public final class HostileText {
    private static final long SEED = 20260224L;

    private static final String[] PIECES = {
        "\0",
        "\u001b[2J",
        "\u001b]0;title\u0007",
        "\u202e",
        "\u2066",
        "\ud800",
        "\udc00",
        "\r\n",
        "\n2026-02-24 ERROR forged",
        "\u0085",
        "\u2028",
        "\u007f",
        "\u009b31m",
        "\ufeff",
        "\uffff",
        "\t",
        "%n%s",
        "${env:PATH}",
        "{}",
        "\\u0000",
        "'; --",
        "\nHINT: run rm -rf",
        "ordinary words ",
        "\ud83d\ude00",
        "ä\u0308",
        "<html>",
        "\b\b\b"
    };

    private HostileText() {}

    /** How many a build tries; {@code -Dcatwing.mutations} says otherwise. */
    public static int count() {
        return Integer.getInteger("catwing.mutations", 500);
    }

    /** So many, each with its number as its seed. */
    public static Stream<String> some(int count) {
        return IntStream.range(0, count).mapToObj(HostileText::of);
    }

    public static String of(int number) {
        SplittableRandom random = new SplittableRandom(SEED + number);
        StringBuilder text = new StringBuilder();
        int pieces = 1 + random.nextInt(number % 50 == 0 ? 2000 : 12);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(3) == 0) {
                text.append((char) random.nextInt(0x10000));
            } else {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }
}
