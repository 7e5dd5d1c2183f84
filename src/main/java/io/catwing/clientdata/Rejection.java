package io.catwing.clientdata;

/**
 * A cell for which its row was not taken; a row of {@code ops.rejected_row}.
 *
 * @param row as Excel numbers it
 * @param column our name of it
 * @param value what the cell shows, cut where it is long
 */
public record Rejection(String sheet, int row, String column, String reason, String value) {
    private static final int SHOWN = 200;

    public Rejection {
        if (value.length() > SHOWN) {
            int end = Character.isHighSurrogate(value.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
            value = value.substring(0, end) + "…";
        }
    }
}
