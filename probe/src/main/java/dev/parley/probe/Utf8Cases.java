package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/** Text messages are UTF-8, and nothing else passes for one (RFC 6455 §5.6, §8.1). */
final class Utf8Cases {
    private static final Refusal BAD_TEXT = Refusal.with(1007);
    private static final byte[] BEFORE = "κόσμε".getBytes(StandardCharsets.UTF_8);
    private static final byte[] AFTER = "edited".getBytes(StandardCharsets.UTF_8);

    private Utf8Cases() {}

    static void add(CaseList list) {
        Utf8Samples.GOOD.forEach(point -> addGood(list.by("RFC 6455 §5.6, RFC 3629 §4"), point));
        addLong(list.by("RFC 6455 §5.6"));
        CaseList refused = list.by("RFC 6455 §8.1, RFC 3629 §3")
                .noting(
                        "RFC 6455 §8.1: an endpoint that finds that a stream is not UTF-8 \"MUST _Fail the WebSocket"
                                + " Connection_\". It does not say when. To do so at the first bad byte spares everybody the rest.");
        Utf8Samples.BAD.forEach(bad -> addBad(refused, bad));
    }

    private static void addGood(CaseList list, int point) {
        byte[] text = Joined.of(BEFORE, Character.toString(point).getBytes(StandardCharsets.UTF_8), AFTER);
        list.add(
                String.format("good.u+%04x", point),
                String.format(
                        "A text with U+%04X: in one frame, in two fragments cut at every byte, and byte by byte.",
                        point),
                "It comes back each time.",
                peer -> everyCut(peer, text));
    }

    private static Finding everyCut(Peer peer, byte[] text) throws InterruptedException {
        Conversation conversation = peer.open();
        Echo echo = new Echo(Opcodes.TEXT, text);
        conversation.send(Frame.text(text));
        echo.expect(conversation);
        for (int cut = 1; cut < text.length; cut++) {
            conversation.send(FragmentationCases.fragments(
                    Opcodes.TEXT, Arrays.copyOf(text, cut), Arrays.copyOfRange(text, cut, text.length)));
            echo.expect(conversation);
        }
        conversation.send(FragmentationCases.fragments(Opcodes.TEXT, text, 1));
        echo.expect(conversation);
        conversation.wire().write(conversation.writer().write(Frame.text(text)), 1, Duration.ofNanos(300_000));
        return echo.await(conversation);
    }

    private static void addLong(CaseList list) {
        list.add(
                "good.basic-plane",
                "Messages that together have every code point up to U+FFFF, the surrogates left out.",
                "All come back.",
                peer -> points(peer, 0, 0x10000, 1));
        list.add(
                "good.upper-planes",
                "Messages that together have every 61st code point from U+10000 on.",
                "All come back.",
                peer -> points(peer, 0x10000, 0x110000, 61));
        for (String piece : new String[] {"é", "€", "😀"}) {
            int bytes = piece.getBytes(StandardCharsets.UTF_8).length;
            list.addEchoed(
                    "good.long-of-" + bytes + "-bytes",
                    "A text of 8,000 characters of " + bytes + " bytes, in fragments of 997 bytes.",
                    FragmentationCases.fragments(
                            Opcodes.TEXT, ("x" + piece.repeat(8000)).getBytes(StandardCharsets.UTF_8), 997));
        }
        list.addEchoed("good.bom-first", "A text that begins with U+FEFF, as files do.", Frame.text("\uFEFFtext"));
        list.addEchoed(
                "good.decomposed",
                "A text with the same letter twice: as one code point, and as a letter and an accent.",
                Frame.text("\u00e9 e\u0301"));
        list.addEchoed(
                "binary-is-no-text",
                "A binary message of bytes that are not UTF-8.",
                Frame.binary(HexFormat.of().parseHex("fffec0afeda080f4908080c3")));
        list.addEchoed(
                "binary-fragments-are-no-text",
                "A binary message in fragments of bytes that are not UTF-8.",
                FragmentationCases.fragments(Opcodes.BINARY, HexFormat.of().parseHex("fffec0afeda080f4908080c3"), 1));
    }

    private static Finding points(Peer peer, int from, int to, int step) throws InterruptedException {
        Conversation conversation = peer.open();
        StringBuilder text = new StringBuilder();
        int messages = 0;
        for (int point = from; point < to; point += step) {
            if (point < 0xD800 || point > 0xDFFF) {
                text.appendCodePoint(point);
            }
            if (text.length() >= 4000 || point + step >= to) {
                conversation.send(Frame.text(text.toString()));
                Echo.of(Frame.text(text.toString())).expect(conversation);
                text.setLength(0);
                messages++;
            }
        }
        conversation.finish();
        return Finding.pass("All " + messages + " messages came back.");
    }

    private static void addBad(CaseList list, Utf8Samples.Bad bad) {
        byte[] after = bad.isTruncated() ? new byte[0] : AFTER;
        byte[] text = Joined.of(BEFORE, bad.bytes(), after);
        String bytes = HexFormat.ofDelimiter(" ").formatHex(bad.bytes());
        String end = bad.isTruncated() ? " at its end" : " in it";
        list.addRefused(
                bad.name() + ".whole",
                "A text message with " + bytes + end + ".",
                BAD_TEXT,
                writer -> writer.write(Frame.text(text)));
        list.addRefused(
                bad.name() + ".in-fragments",
                "A text message with " + bytes + end + ", each byte a fragment of its own.",
                BAD_TEXT,
                writer -> writer.write(FragmentationCases.fragments(Opcodes.TEXT, text, 1)));
        if (!bad.isTruncated()) {
            addEarly(list, bad, text, bytes);
        }
    }

    private static void addEarly(CaseList list, Utf8Samples.Bad bad, byte[] text, String bytes) {
        int enough = BEFORE.length + bad.firstBad();
        list.add(
                bad.name() + ".first-bad-byte",
                "The beginning of a frame whose text has " + bytes
                        + ", up to the first byte that no text can have there.",
                BAD_TEXT.expectedEarly(),
                peer -> {
                    Conversation conversation = peer.open();
                    byte[] frame = conversation.writer().write(Frame.text(text));
                    int cut = frame.length - text.length + enough;
                    return BAD_TEXT.awaitEarly(
                            conversation, Arrays.copyOf(frame, cut), Arrays.copyOfRange(frame, cut, frame.length));
                });
        list.add(
                bad.name() + ".unfinished-message",
                "A first fragment that ends with the first bad byte of " + bytes + ", and no second one yet.",
                BAD_TEXT.expectedEarly(),
                peer -> {
                    Conversation conversation = peer.open();
                    Frame[] frames = FragmentationCases.fragments(
                            Opcodes.TEXT, Arrays.copyOf(text, enough), Arrays.copyOfRange(text, enough, text.length));
                    return BAD_TEXT.awaitEarly(
                            conversation,
                            conversation.writer().write(frames[0]),
                            conversation.writer().write(frames[1]));
                });
    }
}
