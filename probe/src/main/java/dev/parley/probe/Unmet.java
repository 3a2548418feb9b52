package dev.parley.probe;

/** Ends a script at its first expectation that is not met; thrown by {@link Conversation}, caught by {@link CasePlay}. */
final class Unmet extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Finding finding;

    Unmet(Finding finding) {
        // No stack: what matters is what the peer did, and the transcript has that.
        super(finding.observed(), null, false, false);
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
