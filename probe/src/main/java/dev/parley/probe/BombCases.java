package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Little data that inflates to much (RFC 6455 §10.4): a limit must count what comes out, while it comes out. */
final class BombCases {
    private static final int MIB = 1 << 20;
    private static final Refusal TOO_BIG = Refusal.with(1009);

    private BombCases() {}

    static void add(CaseList list) {
        CaseList bombs = list.by("RFC 6455 §10.4, RFC 7692 §8")
                .noting(
                        "RFC 6455 §10.4: endpoints with limits on messages \"MUST protect themselves against exceeding those"
                                + " limits\". Every endpoint has one, if only its memory. A quarter of a gigabyte from a quarter of a"
                                + " megabyte is more than any should take.")
                .alone();
        InflateCases.echoed(
                bombs,
                "bomb.50-kib",
                "50,000 letters that compress to a few bytes: no bomb yet.",
                "a".repeat(50_000).getBytes(StandardCharsets.US_ASCII),
                Compressor.compress("a".repeat(50_000).getBytes(StandardCharsets.US_ASCII)));
        for (int size : new int[] {1, 16}) {
            bombs.add(
                    "bomb." + size + "-mib",
                    size + " MiB of zeros that compress to a thousandth.",
                    "They come back, or are refused with 1009.",
                    peer -> {
                        Conversation conversation = peer.openCompressed();
                        conversation.send(InflateCases.compressed(Opcodes.BINARY, Compressor.zeros(size)));
                        return new Echo(Opcodes.BINARY, new byte[size * MIB]).await(conversation);
                    });
        }
        bombs.add(
                "bomb.256-mib",
                "256 MiB of zeros, compressed to 256 KiB, in one frame.",
                TOO_BIG.expected(),
                peer -> refused(peer, 1 << 30));
        bombs.add(
                "bomb.256-mib-in-fragments",
                "256 MiB of zeros, compressed to 256 KiB, in fragments of 4 KiB.",
                TOO_BIG.expected(),
                peer -> refused(peer, 4096));
        bombs.add(
                "bomb.twenty-of-1-mib",
                "Twenty messages of 1 MiB of zeros each, which compress to a thousandth.",
                "All come back, or the connection is closed.",
                BombCases::twenty);
    }

    private static Finding refused(Peer peer, int fragment) throws InterruptedException {
        Conversation conversation = peer.openCompressed();
        byte[] bomb = Compressor.zeros(256);
        Frame[] frames = FragmentationCases.fragments(Opcodes.BINARY, bomb, fragment);
        frames[0] = frames[0].withReserved(Frame.RSV1);
        conversation.send(frames);
        if (conversation.peek(conversation.options().patience()) instanceof Event.Silence) {
            return Finding.fail("It did not refuse it, and after "
                    + conversation.options().patience().toMillis() + " ms is busy with it.");
        }
        return TOO_BIG.await(conversation);
    }

    private static Finding twenty(Peer peer) throws InterruptedException {
        Conversation conversation = peer.openCompressed();
        byte[] zeros = Compressor.zeros(1);
        for (int i = 0; i < 20; i++) {
            conversation.send(InflateCases.compressed(Opcodes.BINARY, zeros));
        }
        Optional<Finding> refused = Survival.refused(conversation);
        if (refused.isPresent()) {
            return refused.get();
        }
        byte[] expected = new byte[MIB];
        for (int i = 0; i < 20; i++) {
            new Echo(Opcodes.BINARY, expected).expect(conversation);
        }
        conversation.finish();
        return Finding.pass("All came back.");
    }
}
