package dev.parley.probe;

import java.util.List;

/** That a server opens a connection on a request, with an answer that keeps every rule, and that the connection then works. */
final class Acceptance {
    static final String EXPECTED =
            "The server opens the connection, its answer keeps every rule, and an echo proves that it works.";

    private Acceptance() {}

    static Finding of(ServerPeer peer, Request request) throws InterruptedException {
        Wire wire = peer.dial();
        wire.write(request.bytes());
        return of(peer, request, wire);
    }

    /** The same, where the request is on its way already. */
    static Finding of(ServerPeer peer, Request request, Wire wire) throws InterruptedException {
        Event answer = HeadReader.read(wire, peer.options().patience());
        if (!(answer instanceof HttpHead head) || head.status() != 101) {
            return Finding.fail("The answer was " + answer + ", not 101.");
        }
        List<String> faults = OpeningRules.faults(request, head);
        if (!faults.isEmpty()) {
            return Finding.fail(String.join(" ", faults));
        }
        Conversation conversation = peer.opened(request, wire, head);
        Frame hello = Frame.text("hello");
        conversation.send(hello);
        Echo.of(hello).expect(conversation);
        conversation.finish();
        return Finding.pass("It answered " + head + " and echoed.");
    }
}
