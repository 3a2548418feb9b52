package dev.parley.pubsub;

/** Something that must never happen. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param invariant which of the ten, or 0 for another one */
    Violation(int invariant, String what) {
        super("invariant " + invariant + ": " + what);
    }
}
