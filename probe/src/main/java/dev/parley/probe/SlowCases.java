package dev.parley.probe;

import java.time.Duration;
import java.util.Arrays;

/** Peers that take their time, as bad networks make them: nobody may mind, within reason. */
final class SlowCases {
    private SlowCases() {}

    static void add(CaseList list) {
        CaseList slow = list.by("RFC 6455 §5.2");
        slow.add(
                "slow.byte-at-a-time",
                "A text message of 60 bytes, one byte every 10 ms.",
                Echo.EXPECTED,
                peer -> paced(peer, Frame.text(Payloads.text(60)), 1, Duration.ofMillis(10)));
        slow.add(
                "slow.segments-of-1",
                "A binary message of 4 KiB in TCP segments of one byte.",
                Echo.EXPECTED,
                peer -> paced(peer, Frame.binary(Payloads.random(4096)), 1, Duration.ZERO));
        slow.add(
                "slow.pause-in-header",
                "A binary message of 300 bytes, with a pause of half a second inside its header.",
                Echo.EXPECTED,
                peer -> paused(peer, 3));
        slow.add(
                "slow.pause-in-payload",
                "A binary message of 300 bytes, with a pause of half a second inside its payload.",
                Echo.EXPECTED,
                peer -> paused(peer, 100));
        slow.add(
                "slow.pause-between-fragments",
                "A text message in two fragments, with a pause of half a second between them.",
                Echo.EXPECTED,
                peer -> {
                    Conversation conversation = peer.open();
                    conversation.send(Frame.text("Hel").unfinished());
                    Thread.sleep(500);
                    conversation.send(Frame.continuation("lo"));
                    return Echo.of(Frame.text("Hello")).await(conversation);
                });
        slow.add("slow.idle", "Nothing for a second, then a text message.", Echo.EXPECTED, peer -> {
            Conversation conversation = peer.open();
            Thread.sleep(1000);
            conversation.send(Frame.text("still there?"));
            return Echo.of(Frame.text("still there?")).await(conversation);
        });
        slow.add(
                "slow.reader",
                "A message of 60,000 bytes, sixteen times, to a probe that reads only half a second later.",
                "All come back, in their order.",
                SlowCases::lateReader);
        slow.addForServer(
                "slow.small-window",
                "A message of 60,000 bytes to a probe with a receive buffer of 2 KiB.",
                Echo.EXPECTED,
                SlowCases::smallWindow);
    }

    private static Finding paced(Peer peer, Frame frame, int segment, Duration pause) throws InterruptedException {
        Conversation conversation = peer.open();
        conversation.wire().write(conversation.writer().write(frame), segment, pause);
        return Echo.of(frame).await(conversation);
    }

    private static Finding paused(Peer peer, int cut) throws InterruptedException {
        Conversation conversation = peer.open();
        Frame frame = Frame.binary(Payloads.random(300));
        byte[] bytes = conversation.writer().write(frame);
        conversation.sendBytes(Arrays.copyOf(bytes, cut));
        Thread.sleep(500);
        conversation.sendBytes(Arrays.copyOfRange(bytes, cut, bytes.length));
        return Echo.of(frame).await(conversation);
    }

    private static Finding lateReader(Peer peer) throws InterruptedException {
        Conversation conversation = peer.open();
        Frame frame = Frame.binary(Payloads.random(60_000));
        conversation.wire().pause();
        for (int i = 0; i < 16; i++) {
            conversation.send(frame);
        }
        Thread.sleep(500);
        conversation.wire().resume();
        for (int i = 0; i < 16; i++) {
            Echo.of(frame).expect(conversation);
        }
        conversation.finish();
        return Finding.pass("All came back.");
    }

    private static Finding smallWindow(ServerPeer peer) throws InterruptedException {
        Conversation conversation = peer.open(peer.request(), peer.dial(2048));
        Frame frame = Frame.binary(Payloads.random(60_000));
        conversation.send(frame);
        return Echo.of(frame).await(conversation);
    }
}
