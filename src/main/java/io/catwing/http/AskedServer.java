package io.catwing.http;

/**
 * The server that a request went to, for hints.
 *
 * @param called by people
 * @param key of the client's file that names it
 */
public record AskedServer(String called, String key) {

    /** Whose address is {@code erp.url}. */
    public static final AskedServer ERP = new AskedServer("the ERP", "erp.url");

    /** What to do about one that fails at the moment. */
    public String lookAgain() {
        String state = this.equals(ERP) ? "the ERP's state" : "the state of " + called;
        return "look at " + state + ", then run the same command again";
    }
}
