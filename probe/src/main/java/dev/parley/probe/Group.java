package dev.parley.probe;

import java.util.Locale;

/** A chapter of the cases, in the order of the RFCs. */
public enum Group {
    OPENING("Opening handshake"),
    FRAME("Framing and lengths"),
    MASK("Masking"),
    RESERVED("Reserved bits"),
    OPCODE("Opcodes"),
    FRAGMENT("Fragmentation"),
    CONTROL("Control frames"),
    UTF8("UTF-8"),
    CLOSE("Closing handshake"),
    LIMIT("Limits"),
    SIZE("Sizes"),
    PRESSURE("Floods and slow peers"),
    OFFER("Compression: what is agreed"),
    DEFLATE("Compression: what is sent"),
    INFLATE("Compression: what is received");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    /** The heading in reports. */
    public String title() {
        return title;
    }

    /** The first part of the ids of its cases. */
    public String prefix() {
        return name().toLowerCase(Locale.ROOT);
    }
}
