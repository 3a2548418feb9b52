package dev.parley.proofs;

import dev.parley.proofs.RfcFingerprint.Span;

/**
 * One MUST of an RFC (also MUST NOT, SHALL, REQUIRED: RFC 2119 §1, §2). Immutable.
 *
 * <p>A sentence with two of these words is two requirements: "a payload length of 125 bytes or less" and "not fragmented"
 * are obeyed in different places.
 *
 * @param ordinal counted from 1 in its section; an RFC never changes, so this is a name that lasts
 * @param keyword which of the section's words it is
 */
record Requirement(int rfc, String section, int ordinal, Span keyword) {
    /** For instance {@code 6455-5.5-2}. */
    String id() {
        return rfc + "-" + section + "-" + ordinal;
    }
}
