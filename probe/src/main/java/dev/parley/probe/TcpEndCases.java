package dev.parley.probe;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The TCP connection ends, in its time or before (RFC 6455 §7.1.1, §7.1.5). */
final class TcpEndCases {
    /** What a server may take of all patience to end a TCP connection "immediately": a second, mostly. */
    private static final int PROMPT = 3;

    private TcpEndCases() {}

    static void add(CaseList list) {
        list.by("RFC 6455 §7.1.1")
                .addForServer(
                        "tcp-end.prompt",
                        "A Close frame; once it is answered, the end of TCP is waited for.",
                        "The server ends TCP: \"The server MUST close the underlying TCP connection immediately\".",
                        TcpEndCases::prompt);
        CaseList early = list.by("RFC 6455 §7.1.5")
                .noting(
                        "The probe ends its direction of the TCP connection in the middle. The RFC does not say how soon the"
                                + " endpoint lets go; one that holds on keeps what nobody needs, and is tolerated.");
        Map<String, Integer> cuts = new LinkedHashMap<>();
        cuts.put("before-any-frame", 0);
        cuts.put("after-one-byte", 1);
        cuts.put("in-header", 3);
        cuts.put("in-payload", 30);
        cuts.forEach((name, cut) -> early.add(
                "tcp-end." + name,
                "The probe ends its direction of TCP after " + cut + " bytes of a frame.",
                "The endpoint ends its own. Tolerated: it holds on.",
                peer -> {
                    Conversation conversation = peer.open();
                    byte[] frame = conversation.writer().write(Frame.binary(Payloads.random(300)));
                    return ended(conversation, Arrays.copyOf(frame, cut));
                }));
        early.add(
                "tcp-end.in-message",
                "The probe ends its direction of TCP after the first fragment of a message.",
                "The endpoint ends its own, and sends no half message. Tolerated: it holds on.",
                peer -> {
                    Conversation conversation = peer.open();
                    return ended(
                            conversation,
                            conversation.writer().write(Frame.text("half").unfinished()));
                });
        early.addForServer(
                "tcp-end.reset",
                "The probe resets TCP in the middle of a frame, ten times, then connects again.",
                "The server still serves.",
                TcpEndCases::resets);
    }

    private static Finding prompt(ServerPeer peer) throws InterruptedException {
        Conversation conversation = peer.open();
        conversation.send(Frame.close(1000));
        Event event = conversation.next();
        if (!(event instanceof Frame frame) || !frame.is(Opcodes.CLOSE)) {
            return Finding.fail("Instead of a Close frame came " + event + ".");
        }
        long began = System.nanoTime();
        TcpEnd.await(conversation);
        long millis = (System.nanoTime() - began) / 1_000_000;
        return millis < peer.options().patience().dividedBy(PROMPT).toMillis()
                ? Finding.pass("TCP ended " + millis + " ms after the Close frame.")
                : Finding.tolerated("TCP ended only " + millis + " ms after the Close frame.");
    }

    private static Finding ended(Conversation conversation, byte[] bytes) throws InterruptedException {
        conversation.sendBytes(bytes);
        conversation.wire().endOutput();
        while (true) {
            Event event = conversation.next();
            if (event instanceof Event.End) {
                return Finding.pass("It ended the connection.");
            }
            if (event instanceof Event.Silence) {
                return Finding.tolerated("It held on to the connection.");
            }
            if (event instanceof Frame frame && !frame.isControl()) {
                return Finding.fail("It sent " + frame + ".");
            }
        }
    }

    private static Finding resets(ServerPeer peer) throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            Conversation conversation = peer.open();
            byte[] frame = conversation.writer().write(Frame.binary(Payloads.random(300)));
            conversation.sendBytes(Arrays.copyOf(frame, i * 30));
            conversation.wire().reset();
        }
        Conversation conversation = peer.open();
        conversation.send(Frame.text("still there?"));
        return Echo.of(Frame.text("still there?")).await(conversation);
    }
}
