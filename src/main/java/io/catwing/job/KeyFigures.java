package io.catwing.job;

import io.catwing.client.ClientId;
import java.math.BigDecimal;

/**
 * What the statistics say of a client at a glance; null where nothing tells a figure.
 *
 * @param netRevenue of all days, in the client's currency
 * @param returnPercent returned by sold pieces
 * @param classAProducts products that bring the first 80 % of revenue
 * @param stockOuts product and location pairs without stock on the newest day
 * @param daysOfCover of the middle pair on the newest day
 * @param fillPercent accepted by ordered pieces of purchase lines that are due
 * @param onTimePercent purchase lines received by their expected day
 * @param leadTimeDays mean over purchase lines of which it is known
 */
public record KeyFigures(
        ClientId client,
        BigDecimal netRevenue,
        BigDecimal returnPercent,
        long classAProducts,
        long stockOuts,
        BigDecimal daysOfCover,
        BigDecimal fillPercent,
        BigDecimal onTimePercent,
        BigDecimal leadTimeDays) {}
