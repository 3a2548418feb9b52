package dev.parley.engine;

/**
 * Carries a {@link Violation} from wherever it is found to the one place that catches it, {@link
 * WebSocketEngine#receive}. Immutable.
 *
 * <p>It has no stack trace: a peer must not be able to make us walk stacks.
 */
final class Violated extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Violation violation;

    Violated(Violation violation) {
        super(violation.name(), null, false, false);
        this.violation = violation;
    }

    Violation violation() {
        return violation;
    }
}
