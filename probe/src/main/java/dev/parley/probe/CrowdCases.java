package dev.parley.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Many connections to one server at the same time, good ones and such that never say a word. */
final class CrowdCases {
    private CrowdCases() {}

    static void add(CaseList list) {
        CaseList crowd = list.by("RFC 6455 §10.4").alone();
        crowd.addForServer(
                "crowd.silent-connections",
                "Fifty TCP connections that send nothing, fifty that send half a request, and one that opens.",
                Leeway.MUST_OPEN.expected(),
                CrowdCases::besideSilence);
        crowd.addForServer(
                "crowd.hundred-open",
                "A hundred connections are open at the same time; each sends a message of its own.",
                "Each gets its own message back.",
                CrowdCases::hundred);
        crowd.addForServer(
                "crowd.come-and-go",
                "A hundred connections, one after the other, opened and dropped without a word.",
                "The server still opens another.",
                CrowdCases::comeAndGo);
        crowd.addForServer(
                "crowd.half-messages",
                "Fifty connections each send half a message of 60,000 bytes; another one works.",
                Echo.EXPECTED,
                CrowdCases::halfMessages);
    }

    private static Finding besideSilence(ServerPeer peer) throws InterruptedException {
        byte[] request = peer.request().bytes();
        for (int i = 0; i < 50; i++) {
            peer.dial();
            peer.dial().write(Arrays.copyOf(request, request.length / 2));
        }
        return Leeway.MUST_OPEN.judge(peer, peer.request());
    }

    private static Finding hundred(ServerPeer peer) throws InterruptedException {
        List<Conversation> open = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            open.add(peer.open());
        }
        for (int i = 0; i < 100; i++) {
            open.get(i).send(Frame.text("number " + i));
        }
        for (int i = 0; i < 100; i++) {
            Echo.of(Frame.text("number " + i)).expect(open.get(i));
        }
        return Finding.pass("Each got its own.");
    }

    private static Finding comeAndGo(ServerPeer peer) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            peer.open().wire().close();
        }
        return Leeway.MUST_OPEN.judge(peer, peer.request());
    }

    private static Finding halfMessages(ServerPeer peer) throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            Conversation conversation = peer.open();
            byte[] frame = conversation.writer().write(Frame.binary(Payloads.random(60_000)));
            conversation.sendBytes(Arrays.copyOf(frame, frame.length / 2));
        }
        Conversation conversation = peer.open();
        conversation.send(Frame.text("and me?"));
        return Echo.of(Frame.text("and me?")).await(conversation);
    }
}
