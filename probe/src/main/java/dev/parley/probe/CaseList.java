package dev.parley.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the cases of one group for one role. What holds for several cases, as their clause, is set once: each setting gives
 * another view of the same list. Confined to one thread.
 */
final class CaseList {
    private final List<Case> cases;
    private final Group group;
    private final Role role;
    private final String clause;
    private final String note;
    private final boolean alone;

    private CaseList(List<Case> cases, Group group, Role role, String clause, String note, boolean alone) {
        this.cases = cases;
        this.group = group;
        this.role = role;
        this.clause = clause;
        this.note = note;
        this.alone = alone;
    }

    static CaseList of(Group group, Role role) {
        return new CaseList(new ArrayList<>(), group, role, "", "", false);
    }

    /** For cases that this clause decides. */
    CaseList by(String other) {
        return new CaseList(cases, group, role, other, note, alone);
    }

    /** For cases about which endpoints differ, and how the RFC decides. */
    CaseList noting(String decision) {
        return new CaseList(cases, group, role, clause, decision, alone);
    }

    /** For cases beside which nothing else should run. */
    CaseList alone() {
        return new CaseList(cases, group, role, clause, note, true);
    }

    /** The role of the endpoint under test. */
    Role role() {
        return role;
    }

    List<Case> cases() {
        return List.copyOf(cases);
    }

    void add(String name, String title, String expected, Script<Peer> script) {
        String id = group.prefix() + "." + name;
        cases.add(new Case(id, group, role, clause, title, expected, note, alone, script));
    }

    /** A case for servers, of none but their role. */
    void addForServer(String name, String title, String expected, Script<ServerPeer> script) {
        if (role == Role.SERVER) {
            add(name, title, expected, peer -> script.play((ServerPeer) peer));
        }
    }

    /** A case for clients, of none but their role. */
    void addForClient(String name, String title, String expected, Script<ClientPeer> script) {
        if (role == Role.CLIENT) {
            add(name, title, expected, peer -> script.play((ClientPeer) peer));
        }
    }

    /** A case that sends these bytes on an open connection, which the peer must refuse. */
    void addRefused(String name, String title, Refusal refusal, Bytes bytes) {
        add(name, title, refusal.expected(), peer -> {
            Conversation conversation = peer.open();
            conversation.sendBytes(bytes.of(conversation.writer()));
            return refusal.await(conversation);
        });
    }

    /** A case that sends frames of one message on an open connection, which must come back as a message. */
    void addEchoed(String name, String title, Frame... frames) {
        add(name, title, Echo.EXPECTED, peer -> {
            Conversation conversation = peer.open();
            conversation.send(frames);
            return Echo.of(frames).await(conversation);
        });
    }

    /** What to send, once it is known whether it is masked. */
    @FunctionalInterface
    interface Bytes {
        byte[] of(FrameWriter writer);
    }
}
