package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.DataFormatException;

/** Little data that inflates to much (RFC 6455 §10.4): a limit must count what comes out, while it comes out. */
final class BombCases {
    private static final int MIB = 1 << 20;
    private static final int HUGE_MIB = 256;
    private static final String REFUSED_OR_WHOLE =
            " Tolerated, too: the whole message comes back, compressed or in frames of at most 64 MiB.";
    private static final Refusal TOO_BIG = Refusal.with(1009);

    private BombCases() {}

    static void add(CaseList list) {
        CaseList bombs = list.by("RFC 6455 §10.4, RFC 7692 §8")
                .noting(
                        "RFC 6455 §10.4: endpoints with limits on messages \"MUST protect themselves against exceeding those"
                                + " limits\". Every endpoint has one, if only its memory. A quarter of a gigabyte from a quarter of a"
                                + " megabyte is more than any should take; but no rule says where a limit must be.")
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
                TOO_BIG.expected() + REFUSED_OR_WHOLE,
                peer -> huge(peer, 1 << 30));
        bombs.add(
                "bomb.256-mib-in-fragments",
                "256 MiB of zeros, compressed to 256 KiB, in fragments of 4 KiB.",
                TOO_BIG.expected() + REFUSED_OR_WHOLE,
                peer -> huge(peer, 4096));
        bombs.add(
                "bomb.twenty-of-1-mib",
                "Twenty messages of 1 MiB of zeros each, which compress to a thousandth.",
                "All come back, or the connection is closed.",
                BombCases::twenty);
    }

    private static Finding huge(Peer peer, int fragment) throws InterruptedException {
        Conversation conversation = peer.openCompressed();
        byte[] bomb = Compressor.zeros(HUGE_MIB);
        Frame[] frames = FragmentationCases.fragments(Opcodes.BINARY, bomb, fragment);
        frames[0] = frames[0].withReserved(Frame.RSV1);
        conversation.send(frames);
        // So much takes a while to inflate and to compress.
        Duration wait = conversation.options().patience().multipliedBy(4);
        return conversation.peek(wait) instanceof Frame frame && !frame.isControl()
                ? whole(conversation)
                : TOO_BIG.await(conversation);
    }

    private static Finding whole(Conversation conversation) throws InterruptedException {
        long expected = (long) HUGE_MIB * MIB;
        try (ZeroCounter zeros = new ZeroCounter()) {
            while (zeros.count() <= expected) {
                Event event = conversation.next();
                if (!(event instanceof Frame frame) || frame.is(Opcodes.CLOSE)) {
                    return Finding.fail("After " + zeros.count() + " bytes of the message came " + event + ".");
                }
                if (!frame.isControl()) {
                    zeros.add(frame);
                }
                if (!frame.isControl() && frame.fin()) {
                    break;
                }
            }
            conversation.finish();
            return zeros.count() == expected
                    ? Finding.tolerated("The whole message came back: " + expected + " zeros.")
                    : Finding.fail("Of " + expected + " zeros came back " + zeros.count() + ".");
        } catch (DataFormatException e) {
            return Finding.fail("What came back is not the message: " + e.getMessage() + ".");
        }
    }

    private static Finding twenty(Peer peer) throws InterruptedException {
        Conversation conversation = peer.openCompressed();
        byte[] zeros = Compressor.zeros(1);
        for (int i = 0; i < 20; i++) {
            conversation.send(InflateCases.compressed(Opcodes.BINARY, zeros));
        }
        byte[] expected = new byte[MIB];
        for (int i = 0; i < 20; i++) {
            Optional<Finding> refused = Survival.refused(conversation);
            if (refused.isPresent()) {
                return refused.get();
            }
            new Echo(Opcodes.BINARY, expected).expect(conversation);
        }
        conversation.finish();
        return Finding.pass("All came back.");
    }
}
