package dev.parley.probe;

import java.time.Duration;

/** Large messages: they come back, or are refused for their size (RFC 6455 §5.2, §10.4). */
final class SizeCases {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final int[] SIZES = {128 * KIB, 256 * KIB, MIB, 4 * MIB, 16 * MIB};
    /** Above this, a case needs the machine for itself. */
    private static final int MAX_TOGETHER = MIB;

    private static final String EXPECTED = "It comes back, or is refused with 1009.";

    private SizeCases() {}

    static void add(CaseList list) {
        CaseList sizes = list.by("RFC 6455 §5.2, §10.4");
        for (int size : SIZES) {
            CaseList right = size > MAX_TOGETHER ? sizes.alone() : sizes;
            String name = size < MIB ? size / KIB + "-kib" : size / MIB + "-mib";
            String words = size < MIB ? size / KIB + " KiB" : size / MIB + " MiB";
            timed(right, "text." + name, "A text message of " + words + ".", Frame.text(Payloads.text(size)));
            timed(right, "binary." + name, "A binary message of " + words + ".", Frame.binary(Payloads.random(size)));
            timed(
                    right,
                    "fragments." + name,
                    "A binary message of " + words + " in fragments of 4 KiB.",
                    FragmentationCases.fragments(Opcodes.BINARY, Payloads.random(size), 4 * KIB));
            if (size <= 4 * MIB) {
                addSegments(right, name, words, size);
            }
        }
        sizes.addEchoed(
                "utf8.1-mib", "A text message of 1 MiB in characters of 4 bytes.", Frame.text("😀".repeat(MIB / 4)));
        for (int fragment : new int[] {64 * KIB, 256 * KIB}) {
            timed(
                    sizes,
                    "fragments.1-mib-by-" + fragment / KIB + "-kib",
                    "A text message of 1 MiB in fragments of " + fragment / KIB + " KiB.",
                    FragmentationCases.fragments(Opcodes.TEXT, Payloads.text(MIB), fragment));
        }
        sizes.add(
                "small-after-large",
                "A message of 1 MiB, and when it is back, one of 5 bytes.",
                "Both come back; or the first one is refused with 1009.",
                peer -> {
                    Conversation conversation = peer.open();
                    Frame large = Frame.binary(Payloads.random(MIB));
                    conversation.send(large);
                    Echo.of(large).expect(conversation);
                    conversation.send(Frame.text("small"));
                    return Echo.of(Frame.text("small")).await(conversation);
                });
    }

    private static void timed(CaseList list, String name, String title, Frame... frames) {
        list.add(name, title, EXPECTED, peer -> timed(peer, frames));
    }

    private static Finding timed(Peer peer, Frame[] frames) throws InterruptedException {
        Conversation conversation = peer.open();
        long began = System.nanoTime();
        conversation.send(frames);
        Message message = Echo.of(frames).expect(conversation);
        long millis = (System.nanoTime() - began) / 1_000_000;
        conversation.finish();
        return Finding.pass("It came back after " + millis + " ms: " + message + ".");
    }

    private static void addSegments(CaseList list, String name, String words, int size) {
        list.add(
                "segments." + name,
                "A binary message of " + words + " in TCP segments of 997 bytes.",
                EXPECTED,
                peer -> {
                    Conversation conversation = peer.open();
                    Frame frame = Frame.binary(Payloads.random(size));
                    conversation.wire().write(conversation.writer().write(frame), 997, Duration.ZERO);
                    return Echo.of(frame).await(conversation);
                });
    }
}
