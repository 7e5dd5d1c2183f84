package io.catwing.clientdata;

import io.catwing.failure.PrintableText;
import io.catwing.failure.QuarantinedFailure;

/** Why a file as a whole is not a workbook that we read. The reader turns it into a failure that names the file. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 100;

    /** Of a fact, leaving room in a message for the file's name and the hint. */
    private static final int LONGEST = 350;

    private final String hint;

    /** @param fact continues a sentence that begins with the file's name */
    Refusal(String fact, String hint) {
        this(fact, hint, null);
    }

    Refusal(String fact, String hint, Throwable cause) {
        // Contains names of sheets, headers and parts, whatever their number and length.
        super(PrintableText.clean(fact, LONGEST), cause);
        this.hint = hint;
    }

    /** For content that no program writes into workbooks. */
    static Refusal damaged(String what, Throwable cause) {
        return new Refusal("is damaged: " + what, "open it in Excel, save it again, and upload that", cause);
    }

    static Refusal damaged(String what) {
        return damaged(what, null);
    }

    /** As much of a text from the file as fits a message. */
    static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    /** @param name of the file, with which the message begins */
    QuarantinedFailure failure(String name) {
        return new QuarantinedFailure(name + " " + getMessage(), hint, this);
    }
}
