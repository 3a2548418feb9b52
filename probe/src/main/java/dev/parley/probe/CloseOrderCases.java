package dev.parley.probe;

import java.util.LinkedHashMap;
import java.util.Map;

/** What comes before a Close frame, and that what comes after a violation is not looked at (RFC 6455 §5.5.1, §7.1). */
final class CloseOrderCases {
    private static final Refusal PROTOCOL_ERROR = Refusal.with(1002);

    private CloseOrderCases() {}

    static void add(CaseList list) {
        CaseList pending = list.by("RFC 6455 §5.5.1")
                .noting(
                        "The RFC does not promise that what an application has still to say is said. An echo that is lost is"
                                + " tolerated; one that comes after the Close frame is not.");
        for (int count : new int[] {1, 10}) {
            pending.add(
                    "pending." + count + "-then-close",
                    count + " text messages and a Close frame in one write.",
                    "The echoes come first, then the Close frame. Tolerated: fewer echoes.",
                    peer -> pending(peer, count, 20));
        }
        pending.add(
                "pending.large-then-close",
                "A message of 60,000 bytes and a Close frame in one write.",
                "The echo comes first, then the Close frame. Tolerated: no echo.",
                peer -> pending(peer, 1, 60_000));
        addAfterViolation(list.by("RFC 6455 §7.1.7"));
    }

    private static Finding pending(Peer peer, int count, int size) throws InterruptedException {
        Conversation conversation = peer.open();
        conversation.watchEnd();
        byte[] payload = Payloads.text(size);
        byte[] close = conversation.writer().write(Frame.close(1000));
        byte[][] all = new byte[count + 1][];
        for (int i = 0; i < count; i++) {
            all[i] = conversation.writer().write(Frame.text(payload));
        }
        all[count] = close;
        conversation.sendBytes(Joined.of(all));
        conversation.closeIsSent();
        int echoes = 0;
        while (true) {
            Event event = conversation.next();
            if (event instanceof Frame frame && !frame.isControl()) {
                echoes += conversation.assemble(frame).isPresent() ? 1 : 0;
            } else if (event instanceof Frame frame && frame.is(Opcodes.CLOSE)) {
                TcpEnd.await(conversation);
                return echoes == count
                        ? Finding.pass("All echoes came, and " + frame + ".")
                        : Finding.tolerated("Of " + count + " echoes came " + echoes + ", then " + frame + ".");
            } else {
                return Finding.fail("After " + echoes + " echoes came " + event + ", not a Close frame.");
            }
        }
    }

    private static void addAfterViolation(CaseList list) {
        Frame bad = Frame.text("bad").withReserved(Frame.RSV1);
        Map<String, Frame> later = new LinkedHashMap<>();
        later.put("text", Frame.text("after"));
        later.put("ping", Frame.ping("after"));
        later.put("close", Frame.close(1000));
        later.put("another-violation", Frame.of(0xC, new byte[0]));
        later.forEach((name, frame) -> {
            list.addRefused(
                    "violation-then." + name,
                    "A frame with RSV1 set, and in the same write " + frame + ".",
                    PROTOCOL_ERROR,
                    writer -> writer.write(bad, frame));
            list.add(
                    "violation-then-later." + name,
                    "A frame with RSV1 set; when its answer has come, " + frame + ".",
                    PROTOCOL_ERROR.expected() + " No message comes after the Close frame.",
                    peer -> later(peer, bad, frame));
        });
    }

    private static Finding later(Peer peer, Frame bad, Frame later) throws InterruptedException {
        Conversation conversation = peer.open();
        conversation.watchEnd();
        conversation.send(bad);
        Event event = conversation.peek(conversation.options().patience());
        conversation.sendBytes(conversation.writer().write(later));
        return event instanceof Event.Silence
                ? Finding.fail("It did nothing about the frame with RSV1 set.")
                : PROTOCOL_ERROR.await(conversation);
    }
}
