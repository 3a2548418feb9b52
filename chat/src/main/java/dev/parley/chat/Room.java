package dev.parley.chat;

import dev.parley.engine.Close;
import dev.parley.engine.Ending;
import dev.parley.server.Peer;
import dev.parley.server.WebSocketHandler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The chat room in JSON. Who comes gets an {@code id}; who sends a {@code username} is in, under that name or, if it is
 * taken, under one that is not, of which a {@code rejectusername} tells; everybody then sees {@code username}, {@code
 * userlist} and each {@code message}, in one order for all. Any thread.
 */
final class Room implements WebSocketHandler {
    /** A screenful, in UTF-16 units; the page counts the same. */
    private static final int MAX_TEXT = 2_000;

    /** Somebody connected. */
    private static final class Member {
        final String id;
        /** Empty until signed in. */
        String name = "";

        Member(String id) {
            this.id = id;
        }
    }

    /** Guarded by itself; held while sending, so that everybody sees the same order. Sending never blocks. */
    private final Map<Peer, Member> members = new LinkedHashMap<>();

    private long ids;

    @Override
    public void onOpen(Peer peer) {
        synchronized (members) {
            Member member = new Member(Long.toString(++ids));
            members.put(peer, member);
            peer.send(Packets.id(member.id));
            peer.send(Packets.userList(names()));
        }
    }

    @Override
    public void onText(Peer peer, String text) {
        Packets.Incoming incoming = Packets.read(text);
        synchronized (members) {
            Member member = members.get(peer);
            if (incoming instanceof Packets.Username username) {
                signIn(peer, member, username.name());
            } else if (incoming instanceof Packets.Message message) {
                say(peer, member, message.text());
            } else if (incoming instanceof Packets.Malformed malformed) {
                peer.send(Packets.error(malformed.why()));
            }
        }
    }

    @Override
    public void onBinary(Peer peer, ByteBuffer payload) {
        peer.close(Close.UNSUPPORTED_DATA, "JSON in text messages only");
    }

    @Override
    public void onClose(Peer peer, Ending ending) {
        synchronized (members) {
            Member gone = members.remove(peer);
            if (gone != null && !gone.name.isEmpty()) {
                toEverybody(Packets.userList(names()));
            }
        }
    }

    private void signIn(Peer peer, Member member, String wanted) {
        String name = Names.tidy(wanted);
        if (name.isEmpty()) {
            peer.send(Packets.error("Choose a name with at least one visible character."));
            return;
        }
        if (name.equals(member.name)) {
            return;
        }
        member.name = ""; // one's own name is not taken for oneself
        String unique = Names.unique(name, names());
        member.name = unique;
        if (!unique.equals(name)) {
            peer.send(Packets.rejectUsername(member.id, unique));
        }
        toEverybody(Packets.username(member.id, unique));
        toEverybody(Packets.userList(names()));
    }

    private void say(Peer peer, Member member, String text) {
        if (member.name.isEmpty()) {
            peer.send(Packets.error("Say who you are first: {\"type\":\"username\",\"name\":\"Ada\"}."));
        } else if (text.isBlank()) {
            peer.send(Packets.error("A message needs a text."));
        } else if (text.length() > MAX_TEXT) {
            peer.send(Packets.error("A message has at most " + MAX_TEXT + " characters."));
        } else {
            toEverybody(Packets.message(member.id, member.name, text));
        }
    }

    private void toEverybody(String packet) {
        members.keySet().forEach(peer -> peer.send(packet));
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Member member : members.values()) {
            if (!member.name.isEmpty()) {
                names.add(member.name);
            }
        }
        return names;
    }
}
