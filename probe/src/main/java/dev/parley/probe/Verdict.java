package dev.parley.probe;

/** What a case says of the endpoint under test. */
public enum Verdict {
    /** The endpoint did what the RFC asks for. */
    PASS("pass"),
    /** The endpoint did what the RFC allows, though not what it recommends. */
    TOLERATED("tolerated"),
    /** The endpoint broke a rule. */
    FAIL("fail"),
    /** The endpoint declined what the case is about, as it may. */
    NOT_APPLICABLE("notApplicable");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /** The name in reports: {@code pass}, {@code tolerated}, {@code fail}, {@code notApplicable}. */
    public String word() {
        return word;
    }
}
