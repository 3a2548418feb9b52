package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What a receiver keeps for later messages to refer to: all of the last compressed message, and nothing else (RFC 7692 §7.2.2). */
final class KeptWindowCases {
    private static final byte[] HELLO = "Hello".getBytes(StandardCharsets.US_ASCII);

    private KeptWindowCases() {}

    static void add(CaseList list) {
        list.by("RFC 7692 §7.2.2")
                .noting(
                        "RFC 7692 §7.2.2 has a message decompressed \"using the LZ77 sliding window used to process the last"
                                + " compressed message\": one that was not compressed has no part in it.")
                .add(
                        "context.plain-is-no-context",
                        "A compressed message of 100 random bytes, one of 100 bytes that is not compressed, and the first again"
                                + " by one reference; or, where the probe may not refer back, once more as it is.",
                        "All come back.",
                        KeptWindowCases::besidePlain);
        list.by("RFC 7692 §7.2.2, §7.2.3.4")
                .noting(
                        "RFC 7692 §7.2.3.4 lets a sender set BFINAL instead of flushing, and by §7.2.2 the window is that of the"
                                + " last message, whatever its blocks were. Inflaters that stop at such a block and are started anew"
                                + " have forgotten it. Of references over such a block within one message the RFC says nothing, so no"
                                + " case makes any.")
                .add(
                        "context.over-final-block",
                        "The RFC's sample §7.2.3.4, \"Hello\" in a block with BFINAL set, and a second message that refers back"
                                + " to it; or, where the probe may not refer back, one that does without.",
                        "Both come back.",
                        KeptWindowCases::afterFinalBlock);
    }

    private static Finding besidePlain(Peer peer) throws InterruptedException {
        Conversation conversation = peer.openCompressed();
        byte[] first = Payloads.random(100);
        byte[] stored = new DeflateWriter().stored(false, first).message();
        conversation.send(InflateCases.compressed(Opcodes.BINARY, stored));
        new Echo(Opcodes.BINARY, first).expect(conversation);
        Frame plain = Frame.binary(Payloads.text(100));
        conversation.send(plain);
        Echo.of(plain).expect(conversation);
        byte[] again = InflateContextCases.mayReferBack(conversation, peer, first.length)
                ? new DeflateWriter().fixed(false).match(100, 100).endOfBlock().message()
                : stored;
        conversation.send(InflateCases.compressed(Opcodes.BINARY, again));
        return new Echo(Opcodes.BINARY, first).await(conversation);
    }

    private static Finding afterFinalBlock(Peer peer) throws InterruptedException {
        Conversation conversation = peer.openCompressed();
        boolean refers = InflateContextCases.mayReferBack(conversation, peer, HELLO.length);
        for (String payload : new String[] {"f348cdc9c9070000", refers ? "f200110000" : "f248cdc9c90700"}) {
            conversation.send(
                    InflateCases.compressed(Opcodes.TEXT, HexFormat.of().parseHex(payload)));
            new Echo(Opcodes.TEXT, HELLO).expect(conversation);
        }
        conversation.finish();
        return Finding.pass("Both came back.");
    }
}
