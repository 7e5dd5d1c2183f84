package io.catwing.load.mapping;

import java.time.YearMonth;

/**
 * Reads days and times in ISO form: {@code 2011-01-05}, {@code 2011-01-05T10:00[:00[.123456789]]} or a blank for the T,
 * with or without an offset. One is read after the other, and nothing is allocated for any of them.
 */
final class IsoTime {
    private char[] text;
    private int at;
    private int end;

    private int year;
    private int month;
    private int day;
    private int hour;
    private int minute;
    private int second;
    private int nanos;
    private boolean dayOnly;
    private boolean local;
    private int offset;

    /** @return false if the text is in another form, or no day or time that exists; the values mean nothing then */
    boolean read(char[] chars, int from, int to) {
        text = chars;
        at = from;
        end = to;
        if (!readDay()) {
            return false;
        }
        dayOnly = at == end;
        hour = 0;
        minute = 0;
        second = 0;
        nanos = 0;
        if (!dayOnly && !readClock()) {
            return false;
        }
        local = at == end;
        offset = local ? 0 : readOffset();
        return at == end;
    }

    private boolean readDay() {
        year = number(4);
        month = expect('-') ? number(2) : -1;
        day = expect('-') ? number(2) : -1;
        return year >= 1
                && month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
    }

    private boolean readClock() {
        if (!expect('T') && !expect(' ') && !expect('t')) {
            return false;
        }
        hour = number(2);
        minute = expect(':') ? number(2) : -1;
        if (expect(':')) {
            second = number(2);
            if (expect('.') || expect(',')) {
                nanos = fraction();
            }
        }
        return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59 && nanos >= 0;
    }

    private int number(int width) {
        if (end - at < width) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < width; i++) {
            int digit = text[at++] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private int fraction() {
        int first = at;
        int read = 0;
        for (; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
            if (at - first < 9) {
                read = read * 10 + text[at] - '0';
            }
        }
        for (int digits = at - first; digits < 9; digits++) {
            read *= 10;
        }
        return at == first ? -1 : read;
    }

    /** Seconds east; leaves {@code at} before the end if there is no offset. */
    private int readOffset() {
        if (expect('Z') || expect('z')) {
            return 0;
        }
        int sign = expect('+') ? 1 : expect('-') ? -1 : 0;
        if (sign == 0) {
            return 0;
        }
        int hours = number(2);
        int minutes = 0;
        if (at < end) {
            expect(':');
            minutes = number(2);
        }
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || hours == 18 && minutes > 0) {
            at = -1;
            return 0;
        }
        return sign * (hours * 3600 + minutes * 60);
    }

    private boolean expect(char c) {
        if (at < end && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    int year() {
        return year;
    }

    /** 1 to 12. */
    int month() {
        return month;
    }

    int day() {
        return day;
    }

    int hour() {
        return hour;
    }

    int minute() {
        return minute;
    }

    int second() {
        return second;
    }

    /** Further digits of a fraction are cut. */
    int nanos() {
        return nanos;
    }

    /** There is no time behind the day. */
    boolean dayOnly() {
        return dayOnly;
    }

    /** There is no offset. */
    boolean local() {
        return local;
    }

    /** Seconds east; 0 where there is none. */
    int offset() {
        return offset;
    }

    /** Of a day, too. */
    boolean isMidnight() {
        return (hour | minute | second | nanos) == 0;
    }
}
