package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers that arrive in pieces, in part, or without an end (RFC 6455 §4.1). */
final class AnswerSplitCases {
    private AnswerSplitCases() {}

    static void add(CaseList list) {
        CaseList splits = list.by("RFC 6455 §4.1");
        addSplits(splits);
        addCutOff(splits);
        addEndless(list.by("RFC 6455 §10.4"));
    }

    private static void addSplits(CaseList list) {
        Map<String, Integer> cuts = new LinkedHashMap<>();
        cuts.put("after-1-byte", 1);
        cuts.put("in-version", 7);
        cuts.put("in-status", 10);
        cuts.put("in-reason", 20);
        cuts.put("before-lf", 33);
        cuts.put("after-line", 34);
        cuts.put("in-field-name", 38);
        cuts.put("in-field-value", 47);
        cuts.put("in-accept", 110);
        cuts.put("in-last-crlf", -1);
        cuts.put("before-last-crlf", -2);
        cuts.put("before-last-field-ends", -3);
        cuts.forEach((name, cut) -> list.addForClient(
                "answer-split." + name,
                "A plain answer in two segments, cut " + name.replace('-', ' ') + ".",
                Echo.EXPECTED,
                peer -> {
                    byte[] bytes = peer.answer().bytes();
                    int at = cut < 0 ? bytes.length + cut : cut;
                    peer.wire().write(Arrays.copyOf(bytes, at));
                    Thread.sleep(20);
                    peer.wire().write(Arrays.copyOfRange(bytes, at, bytes.length));
                    return echoed(peer);
                }));
        list.addForClient(
                "answer-split.segments-of-1", "A plain answer in TCP segments of one byte.", Echo.EXPECTED, peer -> {
                    peer.wire().write(peer.answer().bytes(), 1, Duration.ofNanos(200_000));
                    return echoed(peer);
                });
        list.addForClient(
                "answer-split.last-byte-with-frame",
                "A plain answer without its last byte; then that byte and a text frame in one segment.",
                Echo.EXPECTED,
                peer -> {
                    Frame early = Frame.text("early");
                    byte[] bytes = Joined.of(
                            peer.answer().bytes(), FrameWriter.to(Role.CLIENT).write(early));
                    int head = peer.answer().bytes().length;
                    peer.wire().write(Arrays.copyOf(bytes, head - 1));
                    Thread.sleep(20);
                    peer.wire().write(Arrays.copyOfRange(bytes, head - 1, bytes.length));
                    return Echo.of(early).await(peer.converse(Optional.empty()));
                });
    }

    private static Finding echoed(ClientPeer peer) throws InterruptedException {
        Conversation conversation = peer.converse(Optional.empty());
        conversation.send(Frame.text("hello"));
        return Echo.of(Frame.text("hello")).await(conversation);
    }

    private static void addCutOff(CaseList list) {
        Map<String, Integer> cuts = new LinkedHashMap<>();
        cuts.put("no-answer", 0);
        cuts.put("in-status-line", 10);
        cuts.put("in-fields", 60);
        cuts.put("before-last-crlf", -2);
        cuts.forEach((name, cut) -> list.addForClient(
                "answer-cut-off." + name,
                "The probe ends its direction of TCP in the middle of a plain answer: " + name.replace('-', ' ') + ".",
                "The client ends its own, and sends no frame.",
                peer -> {
                    byte[] bytes = peer.answer().bytes();
                    peer.wire().write(Arrays.copyOf(bytes, cut < 0 ? bytes.length + cut : cut));
                    peer.wire().endOutput();
                    return ended(peer, "Without a whole answer");
                }));
        list.addForClient(
                "answer-cut-off.reset",
                "A TCP reset in the middle of a plain answer.",
                "The client goes on to the next connection.",
                peer -> {
                    peer.wire().write(Arrays.copyOf(peer.answer().bytes(), 60));
                    peer.wire().reset();
                    return Finding.pass("The connection was reset. Whether the client lives, the next cases show.");
                });
    }

    private static Finding ended(ClientPeer peer, String when) throws InterruptedException {
        byte[] came = peer.wire().take(peer.options().patience());
        if (came.length > 0) {
            return Finding.fail(when + " it sent " + came.length + " bytes.");
        }
        return peer.wire().ended()
                ? Finding.pass(when + " it ended the connection.")
                : Finding.tolerated(when + " it held on to the connection.");
    }

    private static void addEndless(CaseList list) {
        endless(list, "status-line", "A status line of 1 MiB without an end.", "HTTP/1.1 101 " + "x".repeat(1 << 20));
        endless(
                list,
                "field",
                "A field of 1 MiB without an end.",
                "HTTP/1.1 101 Switching Protocols\r\nX-Unknown: " + "x".repeat(1 << 20));
        endless(
                list,
                "fields",
                "Fields without an end, 1 MiB of them.",
                "HTTP/1.1 101 Switching Protocols\r\n" + "X-Unknown: value\r\n".repeat(60_000));
    }

    private static void endless(CaseList list, String name, String title, String text) {
        list.addForClient(
                "answer-endless." + name,
                title,
                "The client fails the connection. Tolerated: it waits for the end.",
                peer -> {
                    peer.wire().write(text.getBytes(StandardCharsets.US_ASCII));
                    return ended(peer, "After 1 MiB");
                });
    }
}
