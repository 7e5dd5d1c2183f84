package io.catwing.clientdata;

/** Why the value of one cell is not accepted; its row is rejected with the message as the reason. */
final class BadCell extends Exception {
    private static final long serialVersionUID = 1L;

    BadCell(String reason) {
        super(reason, null, false, false);
    }
}
