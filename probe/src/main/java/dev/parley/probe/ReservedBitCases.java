package dev.parley.probe;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The bits RSV1, RSV2 and RSV3 where no extension gives them a meaning (RFC 6455 §5.2). */
final class ReservedBitCases {
    private static final Refusal PROTOCOL_ERROR = Refusal.with(1002);

    private ReservedBitCases() {}

    static void add(CaseList list) {
        CaseList bits = list.by("RFC 6455 §5.2");
        Map<String, Frame> frames = new LinkedHashMap<>();
        frames.put("text", Frame.text("hello"));
        frames.put("binary", Frame.binary(Payloads.random(5)));
        frames.put("text-empty", Frame.text(""));
        frames.put("first-fragment", Frame.text("hel").unfinished());
        frames.put("ping", Frame.ping("hello"));
        frames.put("pong", Frame.pong("hello"));
        frames.put("close", Frame.close(1000));
        for (int reserved = 1; reserved <= 7; reserved++) {
            int set = reserved;
            frames.forEach((kind, frame) -> bits.addRefused(
                    word(set) + "." + kind,
                    "With " + word(set).toUpperCase(Locale.ROOT) + " set, and no extension agreed on: " + frame + ".",
                    PROTOCOL_ERROR,
                    writer -> writer.write(frame.withReserved(set))));
            bits.addRefused(
                    word(set) + ".continuation",
                    "The second fragment of a message has " + word(set).toUpperCase(Locale.ROOT) + " set.",
                    PROTOCOL_ERROR,
                    writer -> writer.write(
                            Frame.text("hel").unfinished(),
                            Frame.continuation("lo").withReserved(set)));
        }
        bits.add(
                "rsv1.after-an-echo",
                "The first message is right; the second has RSV1 set, and a third follows at once.",
                PROTOCOL_ERROR.expected(),
                peer -> {
                    Conversation conversation = peer.open();
                    conversation.send(Frame.text("first"));
                    Echo.of(Frame.text("first")).expect(conversation);
                    conversation.send(Frame.text("second").withReserved(Frame.RSV1), Frame.text("third"));
                    return PROTOCOL_ERROR.await(conversation);
                });
    }

    private static String word(int reserved) {
        return "rsv"
                + ((reserved & 4) != 0 ? "1" : "")
                + ((reserved & 2) != 0 ? "2" : "")
                + ((reserved & 1) != 0 ? "3" : "");
    }
}
