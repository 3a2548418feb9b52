package dev.parley.engine;

import static dev.parley.engine.Wire.BINARY;
import static dev.parley.engine.Wire.CLOSE;
import static dev.parley.engine.Wire.CONTINUATION;
import static dev.parley.engine.Wire.FIN;
import static dev.parley.engine.Wire.PING;
import static dev.parley.engine.Wire.PONG;
import static dev.parley.engine.Wire.TEXT;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One way for a peer to break a rule, and the close code that RFC 6455 has for it, stated anew. Immutable. */
record BrokenRule(
        Role role, Agreement agreement, Violation violation, int closeCode, String how, Consumer<Wire> bytes) {
    /** Small ones, so that it takes few bytes to break them. */
    static final Limits LIMITS = new Limits(1_000, 4, 16, 3, Long.MAX_VALUE, Limits.UNLIMITED, 1, 1_000);

    void breakIn(Wire wire) {
        bytes.accept(wire);
    }

    @Override
    public String toString() {
        return violation + " by " + how + ", seen by a " + role + (agreement == Agreement.NONE ? "" : " that inflates");
    }

    static Stream<BrokenRule> all() {
        List<BrokenRule> rules = new ArrayList<>();
        for (Role role : Role.values()) {
            for (Agreement agreement : new Agreement[] {Agreement.NONE, Deflated.ALONE, Deflated.WITH_CONTEXT}) {
                Table table = new Table(role, agreement, rules);
                headers(table);
                fragments(table);
                controls(table);
                texts(table);
                sizes(table);
                if (agreement != Agreement.NONE) {
                    compressed(table);
                }
            }
        }
        return rules.stream();
    }

    private record Table(Role role, Agreement agreement, List<BrokenRule> rules) {
        void add(Violation violation, int closeCode, String how, Consumer<Wire> bytes) {
            rules.add(new BrokenRule(role, agreement, violation, closeCode, how, bytes));
        }
    }

    private static void headers(Table table) {
        // RFC 6455 §5.2: "If a nonzero value is received and none of the negotiated extensions defines the meaning of
        // such a nonzero value, the receiving endpoint MUST _Fail the WebSocket Connection_."
        for (int bit : new int[] {0x40, 0x20, 0x10, 0x60, 0x50}) {
            if (bit != 0x40 || table.agreement() == Agreement.NONE) {
                table.add(Violation.RESERVED_BIT_SET, 1002, "bit " + bit, wire -> wire.frame(FIN | bit | TEXT, "x"));
            }
            table.add(Violation.RESERVED_BIT_SET, 1002, "ping bit " + bit, wire -> wire.frame(FIN | bit | PING, ""));
        }
        // RFC 6455 §5.2: "If an unknown opcode is received, the receiving endpoint MUST _Fail the WebSocket
        // Connection_."
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            table.add(Violation.UNKNOWN_OPCODE, 1002, "opcode " + opcode, wire -> wire.frame(FIN | opcode, "x"));
        }
        // RFC 6455 §5.2: "in all cases, the minimal number of bytes MUST be used to encode the length".
        table.add(Violation.LENGTH_NOT_MINIMAL, 1002, "0 in two bytes", wire -> wire.header(FIN | BINARY, 0, 2));
        table.add(Violation.LENGTH_NOT_MINIMAL, 1002, "125 in two bytes", wire -> wire.header(FIN | BINARY, 125, 2));
        table.add(Violation.LENGTH_NOT_MINIMAL, 1002, "125 in eight", wire -> wire.header(FIN | BINARY, 125, 8));
        table.add(Violation.LENGTH_NOT_MINIMAL, 1002, "65535 in eight", wire -> wire.header(FIN | BINARY, 65_535, 8));
        // RFC 6455 §5.2: "the most significant bit MUST be 0".
        table.add(Violation.LENGTH_NEGATIVE, 1002, "2^63", wire -> wire.header(FIN | BINARY, Long.MIN_VALUE, 8));
        table.add(Violation.LENGTH_NEGATIVE, 1002, "2^64-1", wire -> wire.header(FIN | BINARY, -1, 8));
        // RFC 6455 §5.1: "The server MUST close the connection upon receiving a frame that is not masked." and "A
        // client MUST close a connection if it detects a masked frame."
        boolean server = table.role() == Role.SERVER;
        table.add(
                server ? Violation.FRAME_NOT_MASKED : Violation.FRAME_MASKED,
                1002,
                "the other role's mask bit",
                wire -> wire.raw(
                        Wire.to(server ? Role.CLIENT : Role.SERVER).text("x").bytes()));
    }

    private static void fragments(Table table) {
        table.add(Violation.CONTINUATION_WITHOUT_START, 1002, "last one", wire -> wire.frame(FIN, "x"));
        table.add(Violation.CONTINUATION_WITHOUT_START, 1002, "first one", wire -> wire.frame(CONTINUATION, "x"));
        table.add(
                Violation.MESSAGE_INTERRUPTED,
                1002,
                // RFC 6455 §5.4: "The fragments of one message MUST NOT be interleaved between the fragments of another
                // message".
                "text in text",
                wire -> wire.frame(TEXT, "x").frame(FIN | TEXT, "y"));
        table.add(
                Violation.MESSAGE_INTERRUPTED,
                1002,
                "binary in text",
                wire -> wire.frame(TEXT, "").frame(BINARY, "y"));
    }

    private static void controls(Table table) {
        // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be
        // fragmented."
        for (int opcode : new int[] {CLOSE, PING, PONG}) {
            String name = Opcode.of(opcode).toString();
            // RFC 6455 §5.4: "Control frames themselves MUST NOT be fragmented."
            table.add(Violation.CONTROL_FRAGMENTED, 1002, name, wire -> wire.frame(opcode, ""));
            table.add(Violation.CONTROL_TOO_LONG, 1002, name, wire -> wire.frame(FIN | opcode, new byte[126]));
            table.add(Violation.CONTROL_TOO_LONG, 1002, name + " 2^16", wire -> wire.header(FIN | opcode, 65_536));
        }
        // RFC 6455 §5.5.1: "If there is a body, the first two bytes of the body MUST be a 2-byte unsigned integer".
        table.add(Violation.CLOSE_BODY_TOO_SHORT, 1002, "one byte", wire -> wire.frame(FIN | CLOSE, new byte[] {3}));
        table.add(Violation.CLOSE_CODE_INVALID, 1002, "1005", wire -> wire.close(1005, ""));
        table.add(Violation.CLOSE_CODE_INVALID, 1002, "999 and a bad reason", wire -> wire.close(999, bytes(0xFF)));
        table.add(Violation.CLOSE_REASON_NOT_UTF8, 1007, "FF", wire -> wire.close(1000, bytes('x', 0xFF)));
        table.add(Violation.CLOSE_REASON_NOT_UTF8, 1007, "half a euro", wire -> wire.close(1000, bytes(0xE2, 0x82)));
    }

    private static void texts(Table table) {
        // RFC 6455 §8.1: "finds that the byte stream is not, in fact, a valid UTF-8 stream, that endpoint MUST _Fail
        // the WebSocket Connection_."
        table.add(Violation.TEXT_NOT_UTF8, 1007, "FF", wire -> wire.frame(FIN | TEXT, bytes('x', 0xFF, 'x')));
        table.add(Violation.TEXT_NOT_UTF8, 1007, "an end inside", wire -> wire.frame(FIN | TEXT, bytes(0xE2, 0x82)));
        table.add(
                Violation.TEXT_NOT_UTF8,
                1007,
                "an empty last fragment inside",
                wire -> wire.frame(TEXT, bytes(0xE2, 0x82)).frame(FIN | CONTINUATION, ""));
        table.add(
                Violation.TEXT_NOT_UTF8,
                1007,
                "two fragments",
                wire -> wire.frame(TEXT, bytes(0xF4)).frame(CONTINUATION, bytes(0x90)));
    }

    private static void sizes(Table table) {
        // RFC 6455 §10.4: implementations "MUST protect themselves against exceeding those limits."
        table.add(Violation.MESSAGE_TOO_BIG, 1009, "one frame", wire -> wire.header(FIN | BINARY, 1_001));
        table.add(Violation.MESSAGE_TOO_BIG, 1009, "2^63-1", wire -> wire.header(BINARY, Long.MAX_VALUE));
        table.add(
                Violation.MESSAGE_TOO_BIG,
                1009,
                "two fragments",
                wire -> wire.frame(BINARY, new byte[900]).header(CONTINUATION, 101));
        table.add(Violation.FRAGMENTS_TOO_SMALL, 1008, "a byte each", wire -> {
            wire.frame(BINARY, "1").frame(CONTINUATION, "2").frame(CONTINUATION, "3");
            wire.frame(CONTINUATION, "4").frame(CONTINUATION, "5");
        });
        table.add(Violation.EMPTY_FRAGMENTS, 1008, "four in a row", wire -> {
            wire.frame(BINARY, "")
                    .frame(CONTINUATION, "")
                    .frame(CONTINUATION, "")
                    .frame(CONTINUATION, "");
        });
    }

    private static void compressed(Table table) {
        int first = FIN | Deflated.RSV1;
        byte[] hello = Deflated.message("Hello");
        // RFC 7692 §6.1: "An endpoint MUST NOT set the 'Per-Message Compressed' bit of control frames and non-first
        // fragments of a data message. An endpoint receiving such a frame MUST _Fail the WebSocket Connection_."
        for (int opcode : new int[] {CLOSE, PONG}) {
            table.add(Violation.RESERVED_BIT_SET, 1002, Opcode.of(opcode) + "", wire -> wire.frame(first | opcode, ""));
        }
        table.add(
                Violation.RESERVED_BIT_SET,
                1002,
                "second fragment",
                wire -> wire.frame(Deflated.RSV1 | TEXT, "").frame(first, hello));
        table.add(
                Violation.TEXT_NOT_UTF8,
                1007,
                "FF inside",
                wire -> wire.frame(first | TEXT, Deflated.message(bytes('x', 0xFF, 'x'))));
        table.add(
                Violation.TEXT_NOT_UTF8,
                1007,
                "half a euro inside",
                wire -> wire.frame(first | TEXT, Deflated.message(bytes(0xE2, 0x82))));
        table.add(
                Violation.COMPRESSED_DATA_INVALID,
                1007,
                "block type 3",
                wire -> wire.frame(first | BINARY, bytes(0x07)));
        table.add(
                Violation.COMPRESSED_DATA_INVALID,
                1007,
                "a reference to before the start",
                wire -> wire.frame(first | BINARY, bytes(0xF2, 0x00, 0x11, 0x00, 0x00)));
        table.add(
                Violation.MESSAGE_TOO_BIG,
                1009,
                "1,001 bytes inflated",
                wire -> wire.frame(first | BINARY, Deflated.message(new byte[1_001])));
        table.add(
                Violation.MESSAGE_TOO_BIG,
                1009,
                "a bomb",
                wire -> wire.frame(first | BINARY, Deflated.message(new byte[1 << 20])));
        table.add(
                Violation.MESSAGE_TOO_BIG,
                1009,
                "a declared length",
                wire -> wire.header(first | BINARY, 1_000 + 125 + 1024 + 1));
        table.add(Violation.MESSAGE_TOO_BIG, 1009, "2^63-1", wire -> wire.header(first | BINARY, Long.MAX_VALUE));
        table.add(
                Violation.TOO_MANY_FINAL_BLOCKS,
                1008,
                "66 of them",
                wire -> wire.frame(first | BINARY, "\003\000".repeat(66)));
        table.add(Violation.COMPRESSED_DATA_INVALID, 1007, "no byte at all", wire -> wire.frame(first | TEXT, ""));
        table.add(
                Violation.COMPRESSED_DATA_INVALID,
                1007,
                "half a block",
                wire -> wire.frame(first | TEXT, bytes(0xF2, 0x48, 0xCD)));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
