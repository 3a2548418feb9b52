package dev.parley.probe;

/** The bytes are not what DEFLATE (RFC 1951) or permessage-deflate (RFC 7692 §7.2) allows; the message says why. */
final class InvalidDeflate extends Exception {
    private static final long serialVersionUID = 1;

    InvalidDeflate(String why) {
        super(why);
    }
}
