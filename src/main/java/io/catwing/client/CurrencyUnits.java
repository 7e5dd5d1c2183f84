package io.catwing.client;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Digits behind the point of a currency's amounts (ISO 4217); not taken from Java, whose versions differ. */
public final class CurrencyUnits {
    private static final int USUAL = 2;

    private static final Map<String, Integer> OTHERS = Stream.of(
                    digits(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
                    digits(3, "BHD IQD JOD KWD LYD OMR TND"),
                    digits(4, "CLF UYW"))
            .flatMap(entries -> entries)
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private CurrencyUnits() {}

    private static Stream<Map.Entry<String, Integer>> digits(int digits, String codes) {
        return Stream.of(codes.split(" ")).map(code -> Map.entry(code, digits));
    }

    /** @param code three letters in any case @return -1 if it is not a currency */
    public static int exponent(String code) {
        String upper = code.strip().toUpperCase(Locale.ROOT);
        Integer other = OTHERS.get(upper);
        if (other != null) {
            return other;
        }
        try {
            return Currency.getInstance(upper).getDefaultFractionDigits() < 0 ? -1 : USUAL;
        } catch (IllegalArgumentException unknown) {
            return -1;
        }
    }
}
