package dev.parley.pubsub;

/** Something asked for was not done, or nobody can say whether it was. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    /** @param message for a person: what was wrong, and what to do */
    public Refused(Refusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    /** @param message for a person: what was wrong, and what to do */
    public Refused(Refusal refusal, String message, Throwable cause) {
        super(message, cause);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }

    /** The refusal in what a stage failed with; what is unforeseen counts as unavailable. */
    static Refused of(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof Refused refused) {
                return refused;
            }
        }
        return new Refused(Refusal.UNAVAILABLE, "The log cannot be reached now.", failure);
    }
}
