package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;

/** What the peer receives compressed, in every form that DEFLATE has (RFC 7692 §6.2, §7.2.2). */
final class InflateCases {
    private static final byte[] HELLO = "Hello".getBytes(StandardCharsets.US_ASCII);

    private InflateCases() {}

    static void add(CaseList list) {
        addSamples(list.by("RFC 7692 §7.2.3"));
        BlockCases.add(list.by("RFC 1951 §3.2, RFC 7692 §7.2.1"));
        addLevels(list.by("RFC 7692 §7.2.2"));
        addFragments(list.by("RFC 7692 §6.1, §7.2.3.1"));
        InflateContextCases.add(list);
        KeptWindowCases.add(list);
        BadInflateCases.add(list);
        BombCases.add(list);
    }

    private static void addSamples(CaseList list) {
        sample(list, "one-block", "§7.2.3.1: one compressed block.", "f248cdc9c90700");
        sample(list, "no-compression", "§7.2.3.3: a block without compression.", "000500faff48656c6c6f00");
        sample(list, "bfinal", "§7.2.3.4: a block with BFINAL set.", "f348cdc9c9070000");
        sample(
                list,
                "two-blocks",
                "§7.2.3.5: two blocks, the first one flushed.",
                "f248050000 00ffffcac9c90700".replace(" ", ""));
        list.add(
                "sample.two-fragments",
                "The RFC's sample §7.2.3.1: one compressed block, in two fragments.",
                "\"Hello\" comes back.",
                peer -> {
                    Conversation conversation = peer.openCompressed();
                    Frame[] frames = compressed(Opcodes.TEXT, hex("f248cd"), hex("c9c90700"));
                    conversation.send(frames);
                    return new Echo(Opcodes.TEXT, HELLO).await(conversation);
                });
        echoed(
                list,
                "sample.empty",
                "The RFC's sample §7.2.3.6: an empty message as the byte 00.",
                new byte[0],
                hex("00"));
        list.add(
                "sample.bfinal-thrice",
                "The RFC's sample §7.2.3.4, three times, and then §7.2.3.1: what comes after BFINAL is not lost.",
                "All four come back.",
                peer -> {
                    Conversation conversation = peer.openCompressed();
                    for (String payload :
                            new String[] {"f348cdc9c9070000", "f348cdc9c9070000", "f348cdc9c9070000", "f248cdc9c90700"
                            }) {
                        conversation.send(compressed(Opcodes.TEXT, hex(payload)));
                        new Echo(Opcodes.TEXT, HELLO).expect(conversation);
                    }
                    conversation.finish();
                    return Finding.pass("All came back.");
                });
    }

    private static void sample(CaseList list, String name, String title, String payload) {
        echoed(list, "sample." + name, "The RFC's sample " + title, HELLO, hex(payload));
    }

    private static void addLevels(CaseList list) {
        byte[] text = Payloads.text(20_000);
        for (int level = 0; level <= 9; level++) {
            echoed(
                    list,
                    "level." + level,
                    "A text of 20,000 bytes, compressed by zlib at level " + level + ".",
                    text,
                    Compressor.compress(text, level, Deflater.DEFAULT_STRATEGY, 15));
        }
        echoed(
                list,
                "level.huffman-only",
                "A text of 20,000 bytes, compressed by zlib without matches.",
                text,
                Compressor.compress(text, 6, Deflater.HUFFMAN_ONLY, 15));
        byte[] random = Payloads.random(20_000);
        list.add("level.random", "20,000 random bytes, which zlib makes longer.", Echo.EXPECTED, peer -> {
            Conversation conversation = peer.openCompressed();
            conversation.send(compressed(Opcodes.BINARY, Compressor.compress(random)));
            return new Echo(Opcodes.BINARY, random).await(conversation);
        });
        byte[] multi = "é€😀".repeat(3000).getBytes(StandardCharsets.UTF_8);
        echoed(
                list,
                "level.multi-byte",
                "A text of characters of 2, 3 and 4 bytes.",
                multi,
                Compressor.compress(multi));
    }

    private static void addFragments(CaseList list) {
        byte[] text = Payloads.text(300);
        byte[] payload = Compressor.compress(text);
        list.add(
                "fragments.every-cut",
                "A compressed message in two fragments, cut at every byte.",
                "It comes back each time.",
                peer -> {
                    Conversation conversation = peer.openCompressed();
                    for (int cut = 0; cut <= payload.length; cut++) {
                        conversation.send(compressed(
                                Opcodes.TEXT,
                                Arrays.copyOf(payload, cut),
                                Arrays.copyOfRange(payload, cut, payload.length)));
                        new Echo(Opcodes.TEXT, text).expect(conversation);
                    }
                    conversation.finish();
                    return Finding.pass("It came back wherever it was cut.");
                });
        Map<String, byte[][]> pieces = new LinkedHashMap<>();
        pieces.put("empty-first", new byte[][] {new byte[0], payload});
        pieces.put("empty-last", new byte[][] {payload, new byte[0]});
        pieces.put("empty-first-and-last", new byte[][] {new byte[0], payload, new byte[0]});
        byte[][] bytes = new byte[payload.length][];
        Arrays.setAll(bytes, i -> new byte[] {payload[i]});
        pieces.put("one-byte-each", bytes);
        pieces.forEach((name, fragments) -> list.add(
                "fragments." + name,
                "A compressed message in fragments: " + name.replace('-', ' ') + ".",
                Echo.EXPECTED,
                peer -> {
                    Conversation conversation = peer.openCompressed();
                    conversation.send(compressed(Opcodes.TEXT, fragments));
                    return new Echo(Opcodes.TEXT, text).await(conversation);
                }));
        list.add(
                "fragments.ping-between",
                "A ping between two fragments of a compressed message.",
                Echo.EXPECTED,
                peer -> {
                    Conversation conversation = peer.openCompressed();
                    Frame[] two = compressed(
                            Opcodes.TEXT, Arrays.copyOf(payload, 10), Arrays.copyOfRange(payload, 10, payload.length));
                    conversation.send(two[0], Frame.ping("now"), two[1]);
                    return new Echo(Opcodes.TEXT, text).await(conversation);
                });
        list.add(
                "fragments.segments-of-1", "A compressed message in TCP segments of one byte.", Echo.EXPECTED, peer -> {
                    Conversation conversation = peer.openCompressed();
                    conversation
                            .wire()
                            .write(
                                    conversation.writer().write(compressed(Opcodes.TEXT, payload)),
                                    1,
                                    Duration.ofNanos(100_000));
                    return new Echo(Opcodes.TEXT, text).await(conversation);
                });
    }

    /** The frames of one compressed message: only the first one has RSV1. */
    static Frame[] compressed(int opcode, byte[]... pieces) {
        Frame[] frames = FragmentationCases.fragments(opcode, pieces);
        frames[0] = frames[0].withReserved(Frame.RSV1);
        return frames;
    }

    /** A case that sends a compressed text message, which must come back inflated. */
    static void echoed(CaseList list, String name, String title, byte[] text, byte[] payload) {
        list.add(name, title, Echo.EXPECTED, peer -> {
            Conversation conversation = peer.openCompressed();
            conversation.send(compressed(Opcodes.TEXT, payload));
            return new Echo(Opcodes.TEXT, text).await(conversation);
        });
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
