package io.catwing.http;

/**
 * A number of requests per second in the form that Camel's throttle needs: whole requests in a period.
 *
 * @param period in milliseconds
 */
public record Rate(long requests, long period) {
    private static final long SECOND = 1000;

    /** @param perSecond above 0; 0.5 is one in two seconds */
    public static Rate of(double perSecond) {
        boolean whole = perSecond >= 1 && perSecond == Math.rint(perSecond);
        return whole ? new Rate((long) perSecond, SECOND) : new Rate(1, (long) Math.ceil(SECOND / perSecond));
    }
}
