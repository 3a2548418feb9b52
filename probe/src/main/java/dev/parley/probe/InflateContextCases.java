package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** How far back the probe's compressed messages may refer, within one and over several (RFC 7692 §7.1.1, §7.1.2). */
final class InflateContextCases {
    private static final Refusal BAD_DATA = Refusal.with(1007, 1002, 1003);
    private static final byte[] HELLO = "Hello".getBytes(StandardCharsets.US_ASCII);

    private InflateContextCases() {}

    static void add(CaseList list) {
        Role probe = list.role().other();
        CaseList windows = list.by(probe == Role.CLIENT ? "RFC 7692 §7.1.2.2" : "RFC 7692 §7.1.2.1");
        for (int bits = 8; bits <= 15; bits++) {
            int window = 1 << bits;
            DeflateTerms terms = DeflateTerms.PLAIN.withBits(probe, bits);
            windows.add(
                    "window." + bits,
                    "With a window of 2^" + bits + " bytes for the probe: a match that refers back by all of it.",
                    Echo.EXPECTED,
                    peer -> atDistance(peer, terms, window));
        }
        CaseList beyond =
                windows.noting("Nothing says that a receiver must notice. One with a smaller window must fail; one"
                        + " with a larger window will not see the difference.");
        for (int bits : new int[] {9, 11, 14}) {
            beyond.add(
                    "window-broken." + bits,
                    "With a window of 2^" + bits + " bytes for the probe: a match that refers back by one byte more.",
                    BAD_DATA.expected() + " Or the message comes back.",
                    peer -> beyond(peer, DeflateTerms.PLAIN.withBits(probe, bits), (1 << bits) + 1));
        }
        addContext(list, probe);
    }

    private static Finding atDistance(Peer peer, DeflateTerms terms, int distance) throws InterruptedException {
        Conversation conversation = peer.open(terms);
        if (conversation.terms().window(peer.role().other()) < distance) {
            conversation.finish();
            return Finding.notApplicable("Agreed on: \"" + conversation.terms() + "\".");
        }
        sendAtDistance(conversation, distance);
        return new Echo(Opcodes.BINARY, expected(distance)).await(conversation);
    }

    private static Finding beyond(Peer peer, DeflateTerms terms, int distance) throws InterruptedException {
        Conversation conversation = peer.open(terms);
        boolean agreed = conversation.terms().window(peer.role().other()) < distance;
        if (!agreed) {
            conversation.finish();
            return Finding.notApplicable("Agreed on: \"" + conversation.terms() + "\".");
        }
        sendAtDistance(conversation, distance);
        Event event = conversation.peek(conversation.options().patience());
        if (event instanceof Frame frame && !frame.isControl()) {
            return new Echo(Opcodes.BINARY, expected(distance)).await(conversation);
        }
        return BAD_DATA.await(conversation);
    }

    private static void sendAtDistance(Conversation conversation, int distance) {
        byte[] block = Payloads.random(distance);
        DeflateWriter writer = new DeflateWriter();
        writer.fixed(false).literals(block).match(100, distance).endOfBlock();
        conversation.send(InflateCases.compressed(Opcodes.BINARY, writer.message()));
    }

    private static byte[] expected(int distance) {
        byte[] block = Payloads.random(distance);
        return Joined.of(block, Arrays.copyOf(block, 100));
    }

    private static void addContext(CaseList list, Role probe) {
        CaseList contexts = list.by("RFC 7692 §7.1.1, §7.2.3.2");
        contexts.add(
                "context.taken-over",
                "The RFC's sample §7.2.3.2: \"Hello\", and a second one that refers back to the first; or, where the probe"
                        + " may not refer back, one that does without.",
                "Both come back.",
                InflateContextCases::takenOver);
        contexts.add(
                "context.taken-over-far",
                "A message of 20,000 random bytes, one of 10,000, and one that is the first again, all by reference; or,"
                        + " where the probe may not refer back so far, once more as it is.",
                "All come back.",
                InflateContextCases::takenOverFar);
        contexts.add(
                "context.not-taken-over",
                "Without context takeover for the probe: the same compressed message ten times, each by itself.",
                "All come back.",
                peer -> {
                    Conversation conversation = peer.open(DeflateTerms.PLAIN.withoutTakeover(probe));
                    byte[] text = Payloads.text(1000);
                    for (int i = 0; i < 10; i++) {
                        conversation.sendCompressed(Opcodes.TEXT, text);
                        new Echo(Opcodes.TEXT, text).expect(conversation);
                    }
                    conversation.finish();
                    return Finding.pass("All came back.");
                });
        contexts.add(
                "context.reset-is-no-obligation",
                "Where the probe may refer back: the same compressed message ten times, each by itself.",
                "All come back.",
                peer -> {
                    Conversation conversation = peer.openCompressed();
                    byte[] text = Payloads.text(1000);
                    for (int i = 0; i < 10; i++) {
                        conversation.sendCompressed(Opcodes.TEXT, text);
                        new Echo(Opcodes.TEXT, text).expect(conversation);
                    }
                    conversation.finish();
                    return Finding.pass("All came back.");
                });
        contexts.add(
                "context.uncompressed-between",
                "Compressed and uncompressed messages by turns.",
                "All come back: RSV1 is read for each message.",
                InflateContextCases::byTurns);
        contexts.noting("Nothing says that a receiver must notice; one that has forgotten the first message must fail.")
                .add(
                        "context.broken",
                        "Without context takeover for the probe: a message that refers back to an earlier one all the same.",
                        BAD_DATA.expected() + " Or the message comes back.",
                        peer -> broken(peer, peer.open(DeflateTerms.PLAIN.withoutTakeover(probe))));
    }

    private static Finding takenOver(Peer peer) throws InterruptedException {
        Conversation conversation = peer.openCompressed();
        String second = mayReferBack(conversation, peer, 5) ? "f200110000" : "f248cdc9c90700";
        for (String payload : new String[] {"f248cdc9c90700", second}) {
            conversation.send(
                    InflateCases.compressed(Opcodes.TEXT, HexFormat.of().parseHex(payload)));
            new Echo(Opcodes.TEXT, HELLO).expect(conversation);
        }
        conversation.finish();
        return Finding.pass("Both came back.");
    }

    private static Finding takenOverFar(Peer peer) throws InterruptedException {
        Conversation conversation = peer.openCompressed();
        byte[] first = Payloads.random(20_000);
        byte[] second = Payloads.random(10_000);
        for (byte[] message : new byte[][] {first, second}) {
            conversation.send(InflateCases.compressed(
                    Opcodes.BINARY, new DeflateWriter().stored(false, message).message()));
            new Echo(Opcodes.BINARY, message).expect(conversation);
        }
        DeflateWriter again = new DeflateWriter();
        if (mayReferBack(conversation, peer, 30_000)) {
            again.fixed(false);
            for (int i = 0; i < 100; i++) {
                again.match(200, 30_000);
            }
            again.endOfBlock();
        } else {
            again.stored(false, first);
        }
        conversation.send(InflateCases.compressed(Opcodes.BINARY, again.message()));
        return new Echo(Opcodes.BINARY, first).await(conversation);
    }

    /** Whether a message of the probe may refer to what so many bytes before it came compressed. */
    static boolean mayReferBack(Conversation conversation, Peer peer, int bytes) {
        Role probe = peer.role().other();
        return conversation.terms().takeover(probe) && conversation.terms().window(probe) >= bytes;
    }

    private static Finding byTurns(Peer peer) throws InterruptedException {
        Conversation conversation = peer.openCompressed();
        for (int i = 0; i < 20; i++) {
            byte[] text = Payloads.text(50 * i);
            if (i % 2 == 0) {
                conversation.sendCompressed(Opcodes.TEXT, text);
            } else {
                conversation.send(Frame.text(text));
            }
            new Echo(Opcodes.TEXT, text).expect(conversation);
        }
        conversation.finish();
        return Finding.pass("All came back.");
    }

    private static Finding broken(Peer peer, Conversation conversation) throws InterruptedException {
        if (conversation.terms().takeover(peer.role().other())) {
            conversation.finish();
            return Finding.notApplicable("The probe may refer back: \"" + conversation.terms() + "\".");
        }
        conversation.send(InflateCases.compressed(Opcodes.TEXT, HexFormat.of().parseHex("f248cdc9c90700")));
        new Echo(Opcodes.TEXT, HELLO).expect(conversation);
        conversation.send(InflateCases.compressed(Opcodes.TEXT, HexFormat.of().parseHex("f200110000")));
        Event event = conversation.peek(conversation.options().patience());
        if (event instanceof Frame frame && !frame.isControl()) {
            return new Echo(Opcodes.TEXT, HELLO).await(conversation);
        }
        return BAD_DATA.await(conversation);
    }
}
