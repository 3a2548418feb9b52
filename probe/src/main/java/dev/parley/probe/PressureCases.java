package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Floods and slow peers: much that costs the sender little (RFC 6455 §10.4). */
final class PressureCases {
    private static final String OR_REFUSED = " To close the connection over it is a right, too.";

    private PressureCases() {}

    static void add(CaseList list) {
        CaseList flood = list.by("RFC 6455 §10.4")
                .noting(
                        "The RFC leaves limits to endpoints. What counts: nothing hangs, and nothing is answered wrong.");
        addControlFloods(flood.alone());
        addMessageFloods(flood.alone());
        addFragmentFloods(flood.alone());
        SlowCases.add(flood);
        CrowdCases.add(flood);
    }

    private static void addControlFloods(CaseList list) {
        survived(
                list,
                "pings.5000",
                "5,000 pings in one write, and a text message.",
                5000,
                i -> Frame.ping("ping " + i));
        survived(list, "pings.5000-empty", "5,000 empty pings, and a text message.", 5000, i -> Frame.ping(""));
        survived(
                list,
                "pings.5000-of-125",
                "5,000 pings of 125 bytes in one write, and a text message.",
                5000,
                i -> Frame.of(Opcodes.PING, Payloads.text(125)));
        survived(
                list,
                "pongs.50000",
                "50,000 pongs that nobody asked for, and a text message.",
                50_000,
                i -> Frame.pong(""));
        survived(
                list,
                "pings-and-pongs.5000",
                "5,000 pings and pongs by turns in one write, and a text message.",
                5000,
                i -> i % 2 == 0 ? Frame.ping("ping " + i) : Frame.pong("pong " + i));
        Flood pings = new Flood(Frame.of(Opcodes.PING, Payloads.text(125)), 65_536);
        list.add(
                "pings.unread",
                "Pings of 125 bytes, up to 8 MiB or until no more are taken, while the probe does not read; then it reads.",
                "The endpoint stops reading, or drops pongs, or closes the connection; it still reacts." + OR_REFUSED,
                pings::play);
    }

    private static void survived(CaseList list, String name, String title, int count, IntFunction<Frame> frame) {
        list.add(name, title, "The message comes back." + OR_REFUSED, peer -> {
            Conversation conversation = peer.open();
            conversation.send(IntStream.range(0, count).mapToObj(frame).toArray(Frame[]::new));
            conversation.send(Frame.text("after"));
            return Survival.await(
                    conversation, new Echo(Opcodes.TEXT, "after".getBytes(StandardCharsets.US_ASCII)), count);
        });
    }

    private static void addMessageFloods(CaseList list) {
        for (int count : new int[] {1000, 10_000}) {
            list.add(
                    "messages." + count,
                    count + " text messages of at most 16 bytes in one write.",
                    "All come back, in their order." + OR_REFUSED,
                    peer -> messages(peer, count));
        }
        // A client may be waited for by its server, so it must rather keep what it has to say; but not without an end.
        int mebibytes = list.role() == Role.SERVER ? 24 : 96;
        Flood messages = new Flood(Frame.binary(Payloads.random(16 * 1024)), mebibytes * 64);
        list.add(
                "messages.unread",
                "Messages of 16 KiB, up to " + mebibytes
                        + " MiB or until no more are taken, while the probe does not read; then it reads.",
                "The endpoint stops reading, or closes the connection; it still reacts. Tolerated: it keeps all answers."
                        + OR_REFUSED,
                messages::play);
    }

    private static Finding messages(Peer peer, int count) throws InterruptedException {
        Conversation conversation = peer.open();
        Frame[] frames = IntStream.range(0, count)
                .mapToObj(i -> Frame.text("message " + i))
                .toArray(Frame[]::new);
        conversation.send(frames);
        for (int i = 0; i < count; i++) {
            Optional<Finding> refused = Survival.refused(conversation);
            if (refused.isPresent()) {
                return refused.get();
            }
            Echo.of(frames[i]).expect(conversation);
        }
        conversation.finish();
        return Finding.pass("All " + count + " came back in order.");
    }

    private static void addFragmentFloods(CaseList list) {
        for (int count : new int[] {10_000, 200_000}) {
            list.add(
                    "fragments." + count + "-empty",
                    "A message of " + count + " empty fragments.",
                    "The connection is failed with 1008, 1009 or 1002. Tolerated: the message comes back.",
                    peer -> emptyFragments(peer, count));
        }
        fragmented(list, "fragments.1-mib-by-64", "A message of 1 MiB in fragments of 64 bytes.", 1 << 20, 64, false);
        fragmented(list, "fragments.64-kib-by-64", "A message of 65,000 bytes in fragments of 64.", 65_000, 64, false);
        fragmented(list, "fragments.64-kib-by-1", "A message of 65,000 bytes in fragments of one.", 65_000, 1, true);
        fragmented(list, "fragments.1-mib-by-1", "A message of 1 MiB in fragments of one byte.", 1 << 20, 1, true);
    }

    private static Finding emptyFragments(Peer peer, int count) throws InterruptedException {
        Conversation conversation = peer.open();
        byte[] one = conversation.writer().write(Frame.continuation("").unfinished());
        byte[][] all = new byte[count][];
        all[0] = conversation.writer().write(Frame.text("").unfinished());
        Arrays.fill(all, 1, count - 1, one);
        all[count - 1] = conversation.writer().write(Frame.continuation("end"));
        conversation.sendBytes(Joined.of(all));
        Event event = conversation.peek(conversation.options().patience());
        if (event.equals(Frame.text("end"))) {
            conversation.finish();
            return Finding.tolerated("It took all " + count + ", and the message came back.");
        }
        return Refusal.with(1008, 1009, 1002).await(conversation);
    }

    private static void fragmented(CaseList list, String name, String title, int size, int fragment, boolean mean) {
        list.add(
                name,
                title,
                mean
                        ? "It comes back, or is refused with 1008 or 1009."
                        : "It comes back, or is refused with 1009 if it is too big. Tolerated: refused for its fragments.",
                peer -> {
                    Conversation conversation = peer.open();
                    Frame[] frames = FragmentationCases.fragments(Opcodes.BINARY, Payloads.random(size), fragment);
                    conversation.send(frames);
                    return Survival.awaitWhole(conversation, Echo.of(frames), mean);
                });
    }
}
