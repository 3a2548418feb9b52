package dev.parley.probe;

import java.util.regex.Pattern;

/** One question to an endpoint: what is sent to it, what may come back, and where that is written. Immutable. */
public final class Case {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9+-]+)+");

    private static final int MIB = 1024 * 1024;

    private final String id;
    private final Group group;
    private final Role role;
    private final String clause;
    private final String title;
    private final String expected;
    private final String note;
    private final boolean alone;
    private final Script<Peer> script;

    Case(
            String id,
            Group group,
            Role role,
            String clause,
            String title,
            String expected,
            String note,
            boolean alone,
            Script<Peer> script) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("Not an id of a case: " + id);
        }
        this.id = id;
        this.group = group;
        this.role = role;
        this.clause = clause;
        this.title = title;
        this.expected = expected;
        this.note = note;
        this.alone = alone;
        this.script = script;
    }

    /** Says what the case is, as in {@code frame.length.16bit-for-125}; one case of each role has it, for ever. */
    public String id() {
        return id;
    }

    public Group group() {
        return group;
    }

    /** The role of the endpoint under test. */
    public Role role() {
        return role;
    }

    /** Where the rule is written: {@code RFC 6455 §5.2}. */
    public String clause() {
        return clause;
    }

    /** What is done, in a sentence. */
    public String title() {
        return title;
    }

    /** What is accepted, in a sentence. */
    public String expected() {
        return expected;
    }

    /** How the RFC decides where endpoints differ; empty where nobody doubts. */
    public String note() {
        return note;
    }

    /** Whether no other case may run meanwhile, because it loads the machine. */
    boolean alone() {
        return alone;
    }

    /** What the endpoint under test may send in one message, in bytes: a little more than the largest it is sent. */
    int mostBytes() {
        return alone ? 17 * MIB : 2 * MIB;
    }

    Script<Peer> script() {
        return script;
    }

    @Override
    public String toString() {
        return id;
    }
}
