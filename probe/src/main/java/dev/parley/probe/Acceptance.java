package dev.parley.probe;

import java.util.List;

/** That the answer with which a server opens a connection keeps every rule, and that the connection then works. */
final class Acceptance {
    private Acceptance() {}

    static Finding of(ServerPeer peer, Request request, Wire wire, HttpHead answer) throws InterruptedException {
        List<String> faults = OpeningRules.faults(request, answer);
        if (!faults.isEmpty()) {
            return Finding.fail(String.join(" ", faults));
        }
        Conversation conversation = peer.opened(request, wire, answer);
        Frame hello = Frame.text("hello");
        conversation.send(hello);
        Echo.of(hello).expect(conversation);
        conversation.finish();
        return Finding.pass("It answered " + answer + " and echoed.");
    }
}
