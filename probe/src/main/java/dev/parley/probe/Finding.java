package dev.parley.probe;

/** What a script ends with: a verdict, and a sentence on what the peer did. Immutable. */
record Finding(Verdict verdict, String observed) {

    static Finding pass(String observed) {
        return new Finding(Verdict.PASS, observed);
    }

    static Finding tolerated(String observed) {
        return new Finding(Verdict.TOLERATED, observed);
    }

    static Finding fail(String observed) {
        return new Finding(Verdict.FAIL, observed);
    }

    static Finding notApplicable(String observed) {
        return new Finding(Verdict.NOT_APPLICABLE, observed);
    }

    /** Ends the script here, from however deep in it. */
    Unmet thrown() {
        return new Unmet(this);
    }
}
