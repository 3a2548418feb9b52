package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Compressed data that is none, frames that may not be compressed, and compressed text that is not UTF-8 (RFC 7692 §6, §7.2). */
final class BadInflateCases {
    private static final Refusal BAD_DATA = Refusal.with(1007, 1002, 1003);
    private static final Refusal BAD_TEXT = Refusal.with(1007);
    private static final Refusal PROTOCOL_ERROR = Refusal.with(1002);
    private static final byte[] HELLO = "Hello".getBytes(StandardCharsets.US_ASCII);

    private BadInflateCases() {}

    static void add(CaseList list) {
        addFrames(list.by("RFC 7692 §6.1, RFC 6455 §5.2"));
        addBlocks(list.by("RFC 1951 §3.2, RFC 7692 §6.2"));
        addUnfinished(list.by("RFC 7692 §7.2.2"));
        addText(list.by("RFC 6455 §8.1, RFC 7692 §6.2"));
    }

    private static void addFrames(CaseList list) {
        byte[] payload = Compressor.compress(Payloads.text(100));
        Frame first = Frame.text(Arrays.copyOf(payload, 10)).unfinished().withReserved(Frame.RSV1);
        Frame last = Frame.continuation(Arrays.copyOfRange(payload, 10, payload.length));
        Map<String, Frame[]> frames = new LinkedHashMap<>();
        frames.put("rsv1-on-continuation", new Frame[] {first, last.withReserved(Frame.RSV1)});
        frames.put("rsv1-on-continuation-only", new Frame[] {
            Frame.text("hel").unfinished(), Frame.continuation("lo").withReserved(Frame.RSV1)
        });
        frames.put("rsv1-on-ping", new Frame[] {Frame.ping("hello").withReserved(Frame.RSV1)});
        frames.put("rsv1-on-pong", new Frame[] {Frame.pong("hello").withReserved(Frame.RSV1)});
        frames.put("rsv1-on-close", new Frame[] {Frame.close(1000).withReserved(Frame.RSV1)});
        frames.put("rsv2", new Frame[] {Frame.text("hello").withReserved(2)});
        frames.put("rsv3", new Frame[] {Frame.text("hello").withReserved(1)});
        frames.put("rsv1-and-rsv2", new Frame[] {Frame.text(payload).withReserved(6)});
        frames.put("rsv1-on-unknown-opcode", new Frame[] {Frame.of(3, payload).withReserved(Frame.RSV1)});
        frames.forEach((name, sent) -> refused(
                list,
                "frames." + name,
                "With compression agreed on: " + name.replace('-', ' ') + ".",
                PROTOCOL_ERROR,
                sent));
    }

    private static void addBlocks(CaseList list) {
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put(
                "block-type-3",
                new DeflateWriter().bits(0, 1).bits(3, 2).literals(HELLO).message());
        bad.put(
                "stored-length",
                new DeflateWriter().storedHeader(false, 5, 5).bytes(HELLO).message());
        bad.put(
                "stored-length-off-by-one",
                new DeflateWriter().storedHeader(false, 5, ~4).bytes(HELLO).message());
        bad.put("length-code-286", match().symbol(286).code(0, 5).endOfBlock().message());
        bad.put("length-code-287", match().symbol(287).code(0, 5).endOfBlock().message());
        bad.put("distance-code-30", match().symbol(257).code(30, 5).endOfBlock().message());
        bad.put("distance-code-31", match().symbol(257).code(31, 5).endOfBlock().message());
        bad.put("distance-before-begin", match().match(3, 6).endOfBlock().message());
        bad.put("distance-32768", match().match(3, 32768).endOfBlock().message());
        bad.put(
                "match-first",
                new DeflateWriter().fixed(false).match(3, 1).endOfBlock().message());
        bad.put(
                "dynamic-oversubscribed",
                dynamic(0, 0).bits(0x249, 12).bits(0, 400).message());
        bad.put("dynamic-incomplete", dynamic(0, 0).bits(0xFFF, 12).bits(0, 400).message());
        bad.put(
                "dynamic-287-literals",
                new DeflateWriter()
                        .bits(0, 1)
                        .bits(2, 2)
                        .bits(30, 5)
                        .bits(0, 5)
                        .bits(0, 4)
                        .bits(0, 80)
                        .message());
        bad.put(
                "dynamic-all-lengths-zero",
                dynamic(0, 0).bits(0, 12).bits(0, 400).message());
        bad.put("dynamic-repeat-of-nothing", repeatOfNothing());
        bad.put("dynamic-without-end-code", withoutEndCode());
        bad.put("random", Joined.of(new byte[] {7}, Payloads.random(200)));
        bad.put("text", Joined.of(new byte[] {7}, Payloads.text(100)));
        bad.put("all-ff", HexFormat.of().parseHex("ff".repeat(100)));
        bad.put("zlib-header", HexFormat.of().parseHex("789cf348cdc9c907000000ffff"));
        bad.put("gzip-header", HexFormat.of().parseHex("1f8b0800000000000003f348cdc9c90700"));
        bad.forEach((name, payload) -> refused(
                list,
                "data." + name,
                "Compressed data that is none: " + name.replace('-', ' ') + ".",
                BAD_DATA,
                InflateCases.compressed(Opcodes.BINARY, payload)));
        list.add(
                "data.after-a-good-message",
                "A good compressed message, and when it is back, a block of the reserved type 3.",
                BAD_DATA.expected(),
                peer -> {
                    Conversation conversation = peer.openCompressed();
                    conversation.sendCompressed(Opcodes.BINARY, HELLO);
                    new Echo(Opcodes.BINARY, HELLO).expect(conversation);
                    conversation.send(InflateCases.compressed(Opcodes.BINARY, bad.get("block-type-3")));
                    return BAD_DATA.await(conversation);
                });
    }

    private static DeflateWriter match() {
        return new DeflateWriter().fixed(false).literals(HELLO);
    }

    /** The header of a dynamic block with so many codes more than the least, and with four lengths for the code of lengths. */
    private static DeflateWriter dynamic(int literals, int distances) {
        return new DeflateWriter()
                .bits(0, 1)
                .bits(2, 2)
                .bits(literals, 5)
                .bits(distances, 5)
                .bits(0, 4);
    }

    private static byte[] repeatOfNothing() {
        // The code for lengths has two symbols, 16 and 0, of one bit each; the first symbol is 16, "as before".
        return dynamic(0, 0)
                .bits(1, 3)
                .bits(0, 3)
                .bits(0, 3)
                .bits(1, 3)
                .code(1, 1)
                .bits(0, 64)
                .message();
    }

    private static byte[] withoutEndCode() {
        // The code for lengths has two symbols, 18 and 0: all 258 lengths are zero, that of the end of the block as
        // well.
        DeflateWriter writer = dynamic(0, 0).bits(0, 3).bits(0, 3).bits(1, 3).bits(1, 3);
        return writer.code(1, 1)
                .bits(127, 7)
                .code(1, 1)
                .bits(109, 7)
                .bits(0, 32)
                .message();
    }

    private static void addUnfinished(CaseList list) {
        CaseList unfinished =
                list.noting("A receiver inflates what is there, and may not see that more should have come. To"
                        + " deliver half a message is bad; the RFC does not forbid it.");
        byte[] dynamic = Compressor.compress(Payloads.text(5000));
        Map<String, byte[]> cut = new LinkedHashMap<>();
        cut.put("fixed-block-cut", HexFormat.of().parseHex("f248cd"));
        cut.put("dynamic-block-cut", Arrays.copyOf(dynamic, dynamic.length / 2));
        cut.put(
                "stored-block-cut",
                Arrays.copyOf(
                        new DeflateWriter().stored(false, Payloads.text(100)).raw(), 50));
        cut.put("stored-header-cut", HexFormat.of().parseHex("000500"));
        cut.put("tail-left-on", HexFormat.of().parseHex("f248cdc9c907000000ffff"));
        cut.put("no-bytes-at-all", new byte[0]);
        cut.put("bytes-after-final-block", HexFormat.of().parseHex("f348cdc9c90700aabbccdd"));
        cut.forEach((name, payload) -> unfinished.add(
                "unfinished." + name,
                "Compressed data with a wrong end: " + name.replace('-', ' ') + ".",
                BAD_DATA.expected() + " Tolerated, too: what could be inflated comes back.",
                peer -> {
                    Conversation conversation = peer.openCompressed();
                    conversation.send(InflateCases.compressed(Opcodes.BINARY, payload));
                    Event event = conversation.peek(conversation.options().patience());
                    if (event instanceof Frame frame && !frame.isControl()) {
                        Message message = conversation.message();
                        conversation.finish();
                        return Finding.tolerated("It sent back " + message + ".");
                    }
                    return BAD_DATA.await(conversation);
                }));
    }

    private static void addText(CaseList list) {
        for (Utf8Samples.Bad bad : Utf8Samples.BAD) {
            byte[] text =
                    Joined.of(Payloads.text(100), bad.bytes(), bad.isTruncated() ? new byte[0] : Payloads.text(100));
            refused(
                    list,
                    "text." + bad.name(),
                    "A compressed text message that is not UTF-8: "
                            + HexFormat.ofDelimiter(" ").formatHex(bad.bytes()) + ".",
                    BAD_TEXT,
                    InflateCases.compressed(Opcodes.TEXT, Compressor.compress(text)));
        }
        byte[] flushed = new DeflateWriter()
                .stored(false, HexFormat.of().parseHex("48eda080"))
                .raw();
        list.add(
                "text.unfinished-message",
                "A first fragment that inflates to bytes that no text can have, and no second one yet.",
                BAD_TEXT.expectedEarly(),
                peer -> {
                    Conversation conversation = peer.openCompressed();
                    Frame[] frames = InflateCases.compressed(Opcodes.TEXT, flushed, new byte[1]);
                    return BAD_TEXT.awaitEarly(
                            conversation,
                            conversation.writer().write(frames[0]),
                            conversation.writer().write(frames[1]));
                });
        list.add("text.binary-is-no-text", "A compressed binary message that is not UTF-8.", Echo.EXPECTED, peer -> {
            Conversation conversation = peer.openCompressed();
            byte[] bytes = HexFormat.of().parseHex("fffec0afeda080f4908080c3");
            conversation.sendCompressed(Opcodes.BINARY, bytes);
            return new Echo(Opcodes.BINARY, bytes).await(conversation);
        });
    }

    private static void refused(CaseList list, String name, String title, Refusal refusal, Frame... frames) {
        list.add(name, title, refusal.expected(), peer -> {
            Conversation conversation = peer.openCompressed();
            conversation.send(frames);
            return refusal.await(conversation);
        });
    }
}
