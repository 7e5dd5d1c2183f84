package io.catwing.client.yaml;

/** Why a text is not valid in its place. The reader adds the place, and the text unless it may be a secret. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;
    private final boolean textHidden;

    /** @param reason continues the text: {@code is not a whole number} */
    public Refusal(String reason, String hint) {
        this(reason, hint, false);
    }

    private Refusal(String reason, String hint, boolean textHidden) {
        super(reason);
        this.hint = hint;
        this.textHidden = textHidden;
    }

    /** A refusal that does not repeat the text. */
    public static Refusal hidingText(String reason, String hint) {
        return new Refusal(reason, hint, true);
    }

    public String hint() {
        return hint;
    }

    boolean textHidden() {
        return textHidden;
    }
}
