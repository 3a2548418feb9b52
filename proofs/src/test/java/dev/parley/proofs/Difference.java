package dev.parley.proofs;

import static dev.parley.engine.Violation.CLOSE_BODY_TOO_SHORT;
import static dev.parley.engine.Violation.CLOSE_CODE_INVALID;
import static dev.parley.engine.Violation.CLOSE_REASON_NOT_UTF8;
import static dev.parley.engine.Violation.COMPRESSED_DATA_INVALID;
import static dev.parley.engine.Violation.FRAME_MASKED;
import static dev.parley.engine.Violation.FRAME_NOT_MASKED;
import static dev.parley.engine.Violation.LENGTH_NEGATIVE;
import static dev.parley.engine.Violation.LENGTH_NOT_MINIMAL;
import static dev.parley.engine.Violation.MESSAGE_TOO_BIG;
import static dev.parley.engine.Violation.RESERVED_BIT_SET;
import static dev.parley.engine.Violation.TEXT_NOT_UTF8;

import java.util.function.Predicate;

/**
 * A way in which another implementation reacts otherwise than ours to the same bytes, with the clause that says who is
 * right. Whatever is found that stands not here is news. Immutable.
 */
enum Difference {
    NETTY_SENDS_A_SECOND_CLOSE(
            "Netty's decoder answers a broken rule with its code, and its protocol handler adds a Close frame with 1000.",
            Right.OURS,
            "RFC 6455 §1.4: after a Close frame \"a peer does not send any further data\"",
            c -> c.with(NettyCodec.class) && !c.theirs().untilClose().isAs(c.theirs())),
    NETTY_CLIENT_DOES_NOT_ANSWER_A_CLOSE(
            "Netty's client ends the connection when a Close frame comes in, without one of its own.",
            Right.OURS,
            "RFC 6455 §5.5.1: \"the endpoint MUST send a Close frame in response\"",
            c -> c.with(NettyCodec.class)
                    && !c.stream().toServer()
                    && c.tookTheSame()
                    && c.ours().end().startsWith("closed")
                    && c.theirs().end().equals(c.ours().end())
                    && c.theirs().closeSent() == 0),
    NETTY_ANSWERS_A_BAD_CLOSE_WITH_1000(
            "Netty finds a Close frame's code or reason wrong, and says 1000, as if all were well.",
            Right.OURS,
            "RFC 6455 §7.4.1: 1002 and 1007 are for this, 1000 is \"a normal closure\"",
            c -> c.with(NettyCodec.class)
                    && c.tookTheSame()
                    && c.ourVerdictIs(CLOSE_CODE_INVALID, CLOSE_REASON_NOT_UTF8)
                    && c.theirs().failed()
                    && c.theirs().closeSent() == 1000),
    NETTY_CLIENT_ANSWERS_EVERYTHING_WITH_1000(
            "What Netty's decoder answers to a broken rule does not pass the client's encoder and is lost; 1000 goes out.",
            Right.OURS,
            "RFC 6455 §7.1.7: it \"SHOULD send a Close frame with an appropriate status code\"",
            c -> c.with(NettyCodec.class)
                    && !c.stream().toServer()
                    && c.tookTheSame()
                    && c.ours().failed()
                    && c.theirs().failed()
                    && c.theirs().closeSent() == 1000),
    NETTY_TAKES_CLOSE_CODES_FROM_5000_ON(
            "Netty takes close codes for which there is no range.",
            Right.OURS,
            "RFC 6455 §7.4.2: the ranges end with 4999",
            c -> c.with(NettyCodec.class)
                    && c.tookTheSame()
                    && c.ourVerdictIs(CLOSE_CODE_INVALID)
                    && c.theirs().end().matches("closed [5-9]\\d{3}|closed \\d{5}")),
    NETTY_TAKES_ANY_RESERVED_BIT_ONCE_THERE_IS_AN_EXTENSION(
            "With compression agreed on, Netty minds none of the three bits, on no kind of frame.",
            Right.OURS,
            "RFC 6455 §5.2: \"MUST be 0 unless an extension is negotiated that defines meanings for non-zero values\"",
            c -> c.with(NettyCodec.class)
                    && c.stream().deflate()
                    && c.ourVerdictIs(RESERVED_BIT_SET)
                    && c.theirsTookAll()),
    NETTY_GOES_ON_AFTER_A_MESSAGE_TOO_BIG(
            "Netty drops a message whose fragments are too much together, and goes on with the next, or to a Close.",
            Right.OURS,
            "RFC 6455 §7.4.1: 1009 is for it; what the sender takes for delivered is not",
            c -> c.with(NettyCodec.class)
                    && c.ourVerdictIs(MESSAGE_TOO_BIG)
                    && c.theirsTookAll()
                    && c.theirs().why().startsWith("content length exceeded")),
    NETTY_JUDGES_WHOLE_HEADERS(
            "Netty judges a header when it is whole, and text when a frame of it is.",
            Right.EITHER,
            "RFC 6455 has no word on when; waiting gives a peer time and memory for what is refused anyhow",
            c -> c.with(NettyCodec.class)
                    && c.tookTheSame()
                    && c.ours().failed()
                    && c.theirs().isOpen()),
    NETTY_JUDGES_A_CLOSE_BODY_BY_ITS_LENGTH(
            "Netty refuses a Close body of one byte before that byte is there.",
            Right.EITHER,
            "RFC 6455 §5.5.1 has the rule and no word on when",
            c -> c.with(NettyCodec.class)
                    && c.tookTheSame()
                    && c.ours().isOpen()
                    && c.theirs().why().startsWith("received close control frame with payload len 1")),
    NETTY_FAILS_WITHOUT_A_CODE_ON_BAD_DEFLATE(
            "Netty tells its peer nothing, or 1000, when a message cannot be decompressed.",
            Right.OURS,
            "RFC 6455 §7.1.7: it \"SHOULD send a Close frame with an appropriate status code\"",
            c -> c.with(NettyCodec.class)
                    && c.tookTheSame()
                    && c.ourVerdictIs(COMPRESSED_DATA_INVALID, TEXT_NOT_UTF8)
                    && c.theirs().why().startsWith("decompression failure")),
    NETTY_WANTS_OUTPUT_OF_EVERY_FRAGMENT(
            "Netty fails on a fragment of a compressed message whose bytes do not suffice for a byte of the message.",
            Right.OURS,
            "RFC 7692 §6.2: the payload is decompressed as a whole, wherever it was cut",
            c -> c.with(NettyCodec.class)
                    && c.isSameUntilDeflatedFragments()
                    && c.theirs().why().contains("cannot read uncompressed buffer")),
    NETTY_FAILS_ON_AN_EMPTY_LAST_BLOCK(
            "Netty fails on an empty message that is compressed into a last block.",
            Right.OURS,
            "RFC 7692 §7.2.3.4 has messages in blocks with \"BFINAL\" set",
            c -> c.with(NettyCodec.class)
                    && c.isSameUntilLastBlock()
                    && c.theirs().why().contains("cannot read uncompressed buffer")),
    NETTY_TAKES_DEFLATE_CUT_SHORT(
            "Netty delivers what a block without its end has made so far.",
            Right.OURS,
            "RFC 7692 §7.2.2, RFC 1951 §3.2.3: a block ends with its end-of-block code",
            c -> c.with(NettyCodec.class) && c.ourVerdictIs(COMPRESSED_DATA_INVALID) && c.theirsTookAll()),

    JAVA_WEBSOCKET_MINDS_NO_MASK(
            "Java-WebSocket takes masked and unmasked frames in either role.",
            Right.OURS,
            "RFC 6455 §5.1: \"The server MUST close the connection upon receiving a frame that is not masked.\"",
            c -> c.with(JavaWebSocket.class) && c.ourVerdictIs(FRAME_MASKED, FRAME_NOT_MASKED) && c.theirsTookAll()),
    JAVA_WEBSOCKET_TAKES_LONG_FORMS_OF_LENGTHS(
            "Java-WebSocket takes a length in more bytes than it needs.",
            Right.OURS,
            "RFC 6455 §5.2: \"the minimal number of bytes MUST be used to encode the length\"",
            c -> c.with(JavaWebSocket.class) && c.ourVerdictIs(LENGTH_NOT_MINIMAL) && c.theirsTookAll()),
    JAVA_WEBSOCKET_CALLS_A_NEGATIVE_LENGTH_TOO_BIG(
            "Java-WebSocket answers a length with its highest bit set with 1009.",
            Right.OURS,
            "RFC 6455 §5.2: \"the most significant bit MUST be 0\", which makes it a protocol error",
            c -> c.with(JavaWebSocket.class)
                    && c.tookTheSame()
                    && c.ourVerdictIs(LENGTH_NEGATIVE)
                    && c.theirs().closeSent() == 1009),
    JAVA_WEBSOCKET_SAYS_THE_PEER_SAID_1002(
            "Java-WebSocket reports a Close body of one byte as a Close frame with 1002.",
            Right.OURS,
            "RFC 6455 §7.1.5: the code is what the frame has, and this has none",
            c -> c.with(JavaWebSocket.class)
                    && c.tookTheSame()
                    && c.ourVerdictIs(CLOSE_BODY_TOO_SHORT)
                    && c.theirs().end().equals("closed 1002")),
    JAVA_WEBSOCKET_THROWS_ON_A_REASON_THAT_IS_NOT_UTF8(
            "Java-WebSocket throws a NullPointerException out of its worker when a close reason is not UTF-8.",
            Right.OURS,
            "RFC 6455 §8.1: it \"MUST _Fail the WebSocket Connection_\"",
            c -> c.with(JavaWebSocket.class)
                    && c.tookTheSame()
                    && c.ourVerdictIs(CLOSE_REASON_NOT_UTF8, CLOSE_CODE_INVALID)
                    && c.theirs().end().equals("threw NullPointerException")),
    JAVA_WEBSOCKET_MAKES_1000_OF_NO_STATUS(
            "Java-WebSocket reports a Close frame without a body as 1000, and answers it so.",
            Right.OURS,
            "RFC 6455 §7.1.5: then the code \"is considered to be 1005\"",
            c -> c.with(JavaWebSocket.class)
                    && c.tookTheSame()
                    && c.ours().end().equals("closed 1005")
                    && c.theirs().end().equals("closed 1000")),
    JAVA_WEBSOCKET_TAKES_1007_FOR_ITS_OWN_ERROR(
            "Java-WebSocket takes a Close frame with 1007 and no reason for one whose text is wrong.",
            Right.OURS,
            "RFC 6455 §7.4.1: 1007 may be sent; a reason may be missing (§5.5.1)",
            c -> c.with(JavaWebSocket.class)
                    && c.tookTheSame()
                    && c.ours().end().equals("closed 1007")
                    && c.theirs().failed()),
    JAVA_WEBSOCKET_ANSWERS_BAD_DEFLATE_WITH_1008(
            "Java-WebSocket answers what cannot be decompressed with 1008.",
            Right.EITHER,
            "RFC 7692 has no code for it; 1007 is for data that does not fit its type (RFC 6455 §7.4.1)",
            c -> c.with(JavaWebSocket.class)
                    && c.tookTheSame()
                    && c.ourVerdictIs(COMPRESSED_DATA_INVALID)
                    && c.theirs().closeSent() == 1008),
    JAVA_WEBSOCKET_TAKES_DEFLATE_CUT_SHORT(
            "Java-WebSocket delivers what a block without its end has made so far.",
            Right.OURS,
            "RFC 7692 §7.2.2, RFC 1951 §3.2.3: a block ends with its end-of-block code",
            c -> c.with(JavaWebSocket.class) && c.ourVerdictIs(COMPRESSED_DATA_INVALID) && c.theirsTookAll()),
    JAVA_WEBSOCKET_DECOMPRESSES_EACH_FRAGMENT_FOR_ITSELF(
            "Java-WebSocket damages or refuses compressed messages in fragments.",
            Right.OURS,
            "RFC 7692 §6.2: the payload is decompressed as a whole, wherever it was cut",
            c -> c.with(JavaWebSocket.class) && c.isSameUntilDeflatedFragments()),
    JAVA_WEBSOCKET_SAYS_TWICE_WHAT_ENDS_IN_A_LAST_BLOCK(
            "Java-WebSocket delivers the content of a last block twice over, in one message.",
            Right.OURS,
            "RFC 7692 §7.2.3.4 has messages in blocks with \"BFINAL\" set",
            c -> c.with(JavaWebSocket.class) && c.isSameUntilLastBlock()),
    JAVA_WEBSOCKET_JUDGES_WHOLE_FRAMES(
            "Java-WebSocket judges a frame when all of it is there, and text when all of the message is.",
            Right.EITHER,
            "RFC 6455 has no word on when; §8.1 on text. Waiting gives a peer memory and time for what is refused anyhow",
            c -> c.with(JavaWebSocket.class)
                    && c.theirsTookAll()
                    && c.theirs().got().equals(c.ours().got())
                    && c.ours().failed()
                    && (c.theirs().isOpen() || c.theirs().failed())),
    JAVA_WEBSOCKET_JUDGES_ALL_IT_READ_BEFORE_IT_DELIVERS_ANY(
            "Java-WebSocket drops good frames when a bad one came with the same read.",
            Right.OURS,
            "RFC 6455 §6.2: a message is received when its last frame is; what comes later does not undo it",
            c -> c.with(JavaWebSocket.class) && c.oursTookAll() && c.theirs().failed());

    private final String what;
    private final Right right;
    private final String clause;
    private final Predicate<Comparison> explains;

    /** Who keeps to the specification. */
    enum Right {
        OURS,
        THEIRS,
        EITHER
    }

    Difference(String what, Right right, String clause, Predicate<Comparison> explains) {
        this.what = what;
        this.right = right;
        this.clause = clause;
        this.explains = explains;
    }

    boolean explains(Comparison comparison) {
        return explains.test(comparison);
    }

    @Override
    public String toString() {
        return name() + ": " + what + " " + right + ": " + clause;
    }
}
