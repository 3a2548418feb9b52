package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** DEFLATE blocks of every kind, and in every order that is allowed (RFC 1951 §3.2, RFC 7692 §7.2.1). */
final class BlockCases {
    private static final byte[] HELLO = "Hello".getBytes(StandardCharsets.US_ASCII);

    private BlockCases() {}

    static void add(CaseList list) {
        byte[] text = Payloads.text(2000);
        InflateCases.echoed(
                list,
                "block.stored",
                "A stored block.",
                text,
                new DeflateWriter().stored(false, text).message());
        InflateCases.echoed(
                list,
                "block.stored-last",
                "A stored block with BFINAL set, and an empty byte after it.",
                text,
                new DeflateWriter().stored(true, text).bits(0, 8).raw());
        InflateCases.echoed(
                list,
                "block.stored-empty-first",
                "An empty stored block, then a fixed one.",
                HELLO,
                new DeflateWriter()
                        .stored(false, new byte[0])
                        .fixed(false)
                        .literals(HELLO)
                        .endOfBlock()
                        .message());
        DeflateWriter manyEmpty = new DeflateWriter();
        for (int i = 0; i < 100; i++) {
            manyEmpty.stored(false, new byte[0]);
        }
        InflateCases.echoed(
                list,
                "block.100-empty",
                "A hundred empty stored blocks, then a stored one.",
                HELLO,
                manyEmpty.stored(false, HELLO).message());
        InflateCases.echoed(
                list,
                "block.fixed",
                "A block with the fixed codes.",
                HELLO,
                new DeflateWriter().fixed(false).literals(HELLO).endOfBlock().message());
        byte[] every = new byte[256];
        for (int i = 0; i < 256; i++) {
            every[i] = (byte) i;
        }
        list.add("block.fixed-every-literal", "A fixed block with each of the 256 literals.", Echo.EXPECTED, peer -> {
            Conversation conversation = peer.openCompressed();
            conversation.send(InflateCases.compressed(
                    Opcodes.BINARY,
                    new DeflateWriter()
                            .fixed(false)
                            .literals(every)
                            .endOfBlock()
                            .message()));
            return new Echo(Opcodes.BINARY, every).await(conversation);
        });
        InflateCases.echoed(
                list, "block.one-per-byte", "Each byte a fixed block of its own.", HELLO, oneBlockPerByte());
        InflateCases.echoed(
                list,
                "block.run",
                "A run of 1,000 letters by matches with distance 1.",
                "a".repeat(1000).getBytes(StandardCharsets.US_ASCII),
                run());
        InflateCases.echoed(
                list,
                "block.every-length",
                "Matches of each length from 3 to 258.",
                everyLength(),
                everyLengthDeflated());
        InflateCases.echoed(
                list,
                "block.fixed-empty",
                "A fixed block without content, then a stored one.",
                HELLO,
                new DeflateWriter()
                        .fixed(false)
                        .endOfBlock()
                        .stored(false, HELLO)
                        .message());
        InflateCases.echoed(
                list.by("RFC 7692 §7.2.1")
                        .noting(
                                "RFC 7692 §7.2.1 allows blocks with BFINAL set, pads them to a whole byte, and says: \"The next"
                                        + " DEFLATE block follows the padded data if any.\" Inflaters stop at such a block by"
                                        + " themselves and must be started again."),
                "block.after-final",
                "A block with BFINAL set, and another block after it in the same message.",
                HELLO,
                new DeflateWriter()
                        .fixed(true)
                        .literals(Arrays.copyOf(HELLO, 2))
                        .endOfBlock()
                        .align()
                        .fixed(false)
                        .literals(Arrays.copyOfRange(HELLO, 2, 5))
                        .endOfBlock()
                        .message());
    }

    private static byte[] oneBlockPerByte() {
        DeflateWriter writer = new DeflateWriter();
        for (byte b : HELLO) {
            writer.fixed(false).literals(new byte[] {b}).endOfBlock();
        }
        return writer.message();
    }

    private static byte[] run() {
        DeflateWriter writer = new DeflateWriter().fixed(false).literals(new byte[] {'a'});
        return writer.match(258, 1)
                .match(258, 1)
                .match(258, 1)
                .match(225, 1)
                .endOfBlock()
                .message();
    }

    private static byte[] everyLength() {
        StringBuilder text = new StringBuilder("ab");
        for (int length = 3; length <= 258; length++) {
            for (int i = 0; i < length; i++) {
                text.append(text.charAt(text.length() - 2));
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] everyLengthDeflated() {
        DeflateWriter writer = new DeflateWriter().fixed(false).literals(new byte[] {'a', 'b'});
        for (int length = 3; length <= 258; length++) {
            writer.match(length, 2);
        }
        return writer.endOfBlock().message();
    }
}
