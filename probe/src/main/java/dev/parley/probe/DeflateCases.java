package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the peer sends compressed: within the window and the context agreed on, and well formed (RFC 7692 §6.1, §7.2.1). */
final class DeflateCases {
    private static final int MAX_MESSAGE = 60_000;

    private DeflateCases() {}

    static void add(CaseList list) {
        addWindows(list);
        addContexts(list.by("RFC 7692 §7.1.1"));
        addMessages(list.by("RFC 7692 §7.2.1"));
        addFrames(list.by("RFC 7692 §6.1"));
    }

    private static void addWindows(CaseList list) {
        Role peer = list.role();
        CaseList windows = list.by(peer == Role.SERVER ? "RFC 7692 §7.1.2.1" : "RFC 7692 §7.1.2.2");
        for (int bits = 8; bits <= 15; bits++) {
            DeflateTerms terms = DeflateTerms.PLAIN.withBits(peer, bits);
            windows.add(
                    "window." + bits,
                    "With a window of 2^" + bits + " bytes for the " + peer.word()
                            + ": messages that repeat themselves after fewer bytes than that, and after more.",
                    "No match in its DEFLATE blocks refers further back than the window agreed on. Tolerated: nothing comes"
                            + " compressed.",
                    opened -> window(opened, terms, false));
            windows.add(
                    "window-without-takeover." + bits,
                    "With a window of 2^" + bits + " bytes and no context takeover for the " + peer.word()
                            + ": messages that repeat themselves after fewer bytes than that, and after more.",
                    "No match refers further back than the window agreed on, or to an earlier message. Tolerated: nothing comes"
                            + " compressed.",
                    opened -> window(opened, terms.withoutTakeover(peer), false));
            windows.add(
                    "window-over-messages." + bits,
                    "With a window of 2^" + bits + " bytes for the " + peer.word()
                            + ": equal messages, one after the other.",
                    "No match refers further back than the window agreed on, and none to what is out of bounds. Tolerated:"
                            + " nothing comes compressed.",
                    opened -> window(opened, terms, true));
        }
    }

    private static Finding window(Peer peer, DeflateTerms terms, boolean overMessages) throws InterruptedException {
        Conversation conversation = peer.open(terms);
        int window = conversation.terms().window(peer.role());
        int largest = 0;
        int compressed = 0;
        for (byte[] message : lures(terms.window(peer.role()), overMessages)) {
            conversation.send(Frame.binary(message));
            Message echo = new Echo(Opcodes.BINARY, message).expect(conversation);
            largest = Math.max(largest, echo.largestDistance());
            compressed += echo.compressed() ? 1 : 0;
        }
        conversation.finish();
        String observed = "Agreed on: \"" + conversation.terms() + "\". The largest distance is " + largest
                + ", the window " + window + ".";
        return compressed > 0
                ? Finding.pass(observed)
                : Finding.tolerated("It compressed nothing, so nothing is proved. " + observed);
    }

    /** Messages that invite to refer back by all kinds of distances: random letters, twice in one message or in two. */
    private static List<byte[]> lures(int window, boolean overMessages) {
        List<byte[]> lures = new ArrayList<>();
        for (int distance : new int[] {
            window / 2, window - 262, window - 1, window, window + 1, window + 64, 2 * window, 4 * window, 1000, 20_000
        }) {
            if (distance < 16 || distance > MAX_MESSAGE / 2) {
                continue;
            }
            byte[] block = Payloads.letters(distance);
            if (overMessages) {
                lures.add(block);
                lures.add(block);
            } else {
                lures.add(Joined.of(block, block));
            }
        }
        return lures;
    }

    private static void addContexts(CaseList list) {
        Role role = list.role();
        list.add(
                "context.not-taken-over",
                "Without context takeover for the " + role.word() + ": the same message ten times.",
                "Each message can be inflated by itself. Tolerated: nothing comes compressed.",
                peer -> repeated(peer.open(DeflateTerms.PLAIN.withoutTakeover(role))));
        list.add(
                "context.not-taken-over-by-both",
                "Without context takeover for either: the same message ten times.",
                "Each message can be inflated by itself. Tolerated: nothing comes compressed.",
                peer -> repeated(
                        peer.open(DeflateTerms.PLAIN.withoutServerTakeover().withoutClientTakeover())));
        list.add(
                "context.not-taken-over-in-window-of-9",
                "Without context takeover and with a window of 2^9 bytes: the same message ten times.",
                "Each message can be inflated by itself, within the window. Tolerated: nothing comes compressed.",
                peer -> repeated(
                        peer.open(DeflateTerms.PLAIN.withoutTakeover(role).withBits(role, 9))));
        list.add(
                "context.as-the-peer-likes",
                "On the terms that the " + role.word() + " likes best: the same message ten times.",
                "Each message can be inflated. Tolerated: nothing comes compressed.",
                peer -> repeated(peer.openCompressed()));
    }

    private static Finding repeated(Conversation conversation) throws InterruptedException {
        byte[] message = Joined.of(Payloads.random(600), Payloads.text(2000));
        int compressed = 0;
        int first = 0;
        int last = 0;
        for (int i = 0; i < 10; i++) {
            conversation.send(Frame.binary(message));
            Message echo = new Echo(Opcodes.BINARY, message).expect(conversation);
            compressed += echo.compressed() ? 1 : 0;
            first = i == 0 ? echo.wire().length : first;
            last = echo.wire().length;
        }
        conversation.finish();
        String observed = "Agreed on: \"" + conversation.terms() + "\"; 2600 bytes came as " + first
                + ", the tenth time as " + last + ".";
        return compressed > 0 ? Finding.pass(observed) : Finding.tolerated("It compressed nothing. " + observed);
    }

    private static void addMessages(CaseList list) {
        message(list, "empty-text", "An empty text message.", Frame.text(""));
        message(list, "empty-binary", "An empty binary message.", Frame.binary(new byte[0]));
        message(list, "one-byte", "A message of one byte.", Frame.text("x"));
        message(list, "five-bytes", "A message of five bytes.", Frame.text("hello"));
        message(list, "text-1000", "A text of 1,000 bytes.", Frame.text(Payloads.text(1000)));
        message(list, "text-60000", "A text of 60,000 bytes.", Frame.text(Payloads.text(MAX_MESSAGE)));
        message(list, "zeros", "60,000 zeros.", Frame.binary(new byte[MAX_MESSAGE]));
        message(
                list,
                "random-10000",
                "10,000 random bytes, which do not compress.",
                Frame.binary(Payloads.random(10_000)));
        message(list, "random-60000", "60,000 random bytes.", Frame.binary(Payloads.random(MAX_MESSAGE)));
        message(list, "multi-byte-text", "A text of characters of 2, 3 and 4 bytes.", Frame.text("é€😀".repeat(2000)));
        message(list, "like-a-tail", "A message that ends with 00 00 ff ff.", Frame.binary(new byte[] {
            1, 2, 0, 0, -1, -1
        }));
        message(
                list,
                "json",
                "A text in JSON.",
                Frame.text("[" + "{\"id\":12345,\"name\":\"somebody\",\"text\":\"hello\"},".repeat(300) + "{}]"));
        list.add(
                "messages.growing",
                "Messages of 0 to 300 bytes, one after the other.",
                "All come back; what comes compressed can be inflated.",
                DeflateCases::growing);
        list.add("messages.1-mib", "A text of 1 MiB.", "It comes back; or is refused with 1009.", peer -> {
            Conversation conversation = peer.openCompressed();
            byte[] text = Payloads.text(1 << 20);
            conversation.sendCompressed(Opcodes.TEXT, text);
            return new Echo(Opcodes.TEXT, text).await(conversation);
        });
    }

    private static void message(CaseList list, String name, String title, Frame frame) {
        list.add(
                "message." + name,
                title + " Sent as it is, and compressed.",
                "Both come back. What comes compressed can be inflated, and does not end with 00 00 ff ff.",
                peer -> {
                    Conversation conversation = peer.openCompressed();
                    conversation.send(frame);
                    Message first = Echo.of(frame).expect(conversation);
                    conversation.sendCompressed(frame.opcode(), frame.payload());
                    Message second = Echo.of(frame).expect(conversation);
                    conversation.finish();
                    return Finding.pass("First came " + first + ", then " + second + ".");
                });
    }

    private static Finding growing(Peer peer) throws InterruptedException {
        Conversation conversation = peer.openCompressed();
        for (int size = 0; size <= 300; size++) {
            byte[] text = Payloads.text(size);
            conversation.sendCompressed(Opcodes.TEXT, text);
            new Echo(Opcodes.TEXT, text).expect(conversation);
        }
        conversation.finish();
        return Finding.pass("All came back.");
    }

    private static void addFrames(CaseList list) {
        list.add(
                "frames.pong-is-not-compressed",
                "Between compressed messages a ping.",
                "The pong has no RSV1, and its payload is not compressed.",
                peer -> {
                    Conversation conversation = peer.openCompressed();
                    byte[] text = Payloads.text(1000);
                    conversation.sendCompressed(Opcodes.TEXT, text);
                    new Echo(Opcodes.TEXT, text).expect(conversation);
                    conversation.send(Frame.ping("hello hello hello hello"));
                    Event event = conversation.next();
                    conversation.finish();
                    return event.equals(Frame.pong("hello hello hello hello"))
                            ? Finding.pass("The pong is as it should be.")
                            : Finding.fail("Instead of the pong came " + event + ".");
                });
        list.add(
                "frames.close-is-not-compressed",
                "After a compressed message a Close frame.",
                Closing.EXPECTED + " It has no RSV1.",
                peer -> {
                    Conversation conversation = peer.openCompressed();
                    byte[] text = "bye ".repeat(100).getBytes(StandardCharsets.UTF_8);
                    conversation.sendCompressed(Opcodes.TEXT, text);
                    new Echo(Opcodes.TEXT, text).expect(conversation);
                    conversation.send(Frame.close(1000, "bye"));
                    return new Closing(1000).await(conversation);
                });
        list.add(
                "frames.rsv1-in-first-fragment-only",
                "A compressible message of 60,000 bytes.",
                "However many fragments it comes back in, only the first one has RSV1.",
                peer -> {
                    Conversation conversation = peer.openCompressed();
                    byte[] text = Payloads.text(MAX_MESSAGE);
                    conversation.sendCompressed(Opcodes.TEXT, text);
                    return new Echo(Opcodes.TEXT, text).await(conversation);
                });
    }
}
