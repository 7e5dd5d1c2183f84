package io.catwing.local.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The price lists of a world as of a day: the retail list, and a promotion for every week begun so far. */
final class PriceHistory {
    private static final int PROMOTION_DAYS = 7;

    /** @param validTo or null */
    record PriceList(String code, String title, LocalDate validFrom, LocalDate validTo, List<Price> prices) {}

    /** @param cents for one piece when at least minimumQuantity are taken */
    record Price(int product, int minimumQuantity, int cents, LocalDate validFrom) {}

    private PriceHistory() {}

    static List<PriceList> on(World world, int day, String currency) {
        List<PriceList> lists = new ArrayList<>();
        lists.add(retail(world, day, currency));
        for (int week = 0; week * PROMOTION_DAYS <= day; week++) {
            lists.add(promotion(world, week, currency));
        }
        return lists;
    }

    private static PriceList retail(World world, int day, String currency) {
        LocalDate newYear = world.firstDay.withDayOfYear(1);
        List<Price> prices = new ArrayList<>();
        int[] cents = world.prices.get(day);
        int[] since = world.priceDays.get(day);
        for (int product : world.listedProducts(day)) {
            LocalDate from = since[product] < 0 ? newYear : world.date(since[product]);
            prices.add(new Price(product, 1, cents[product], from));
            if (product % 10 == 0) {
                prices.add(new Price(product, 10, cents[product] * 92 / 100, from));
            }
        }
        return new PriceList("RETAIL-" + currency, "Retail prices", newYear, null, prices);
    }

    private static PriceList promotion(World world, int week, String currency) {
        int begin = week * PROMOTION_DAYS;
        LocalDate from = world.date(begin);
        List<Price> prices = new ArrayList<>();
        for (int product : world.listedProducts(begin)) {
            if ((product + week) % 10 == 0) {
                prices.add(new Price(product, 1, world.prices.get(begin)[product] * 80 / 100, from));
            }
        }
        String code = String.format("PROMO-%s-%02d", currency, week + 1);
        return new PriceList(code, "Offers of the week", from, from.plusDays(PROMOTION_DAYS - 1), prices);
    }
}
