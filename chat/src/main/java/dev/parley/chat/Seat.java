package dev.parley.chat;

import dev.parley.engine.Close;
import dev.parley.pubsub.LocalClient;
import dev.parley.pubsub.LocalSession;
import dev.parley.pubsub.Topics;
import dev.parley.server.Peer;
import dev.parley.server.Sent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A place in the room for a peer that speaks its JSON: what it says becomes commands to the topic, and what is said there its packets. It
 * is in once it has a name; it hears what is said from the start. Confined to the peer's loop.
 */
final class Seat {
    /** A screenful, in UTF-16 units; the page counts the same. */
    private static final int MAX_TEXT = 2_000;
    /** What a peer says right after its name waits until that is found to be free; so much of it. */
    private static final int MAX_EARLY = 64;

    private final Topics topics;
    private final Set<String> taken;
    private final Peer peer;
    private final String id;
    /** The beginning of its messages' ids: another life of this server numbers its seats from 1 again. */
    private final String origin = UUID.randomUUID().toString();
    /** By which it hears, and asks; it has no name. */
    private final Way asking;

    /** Empty until signed in. */
    private String name = "";
    /** What it wants to be called, while it is being found out who is there. */
    private String wanted = "";
    /** What was said meanwhile. */
    private final Deque<Packets.Incoming> early = new ArrayDeque<>();

    /** By which it is in, and speaks; null before. */
    private @Nullable Way in;

    private long said;

    /** @param taken the names of all who sit in such a place */
    Seat(Topics topics, Set<String> taken, Peer peer, String id) {
        this.topics = topics;
        this.taken = taken;
        this.peer = peer;
        this.id = id;
        this.asking = new Way("");
    }

    void begin() {
        asking.session.say(Spoken.LISTEN);
    }

    void end() {
        asking.close();
        leave();
    }

    void drained() {
        asking.session.drained();
    }

    // ---- what the peer says ----

    void receive(Packets.Incoming incoming) {
        if (wanted.isEmpty()) {
            take(incoming);
        } else if (early.size() < MAX_EARLY) {
            early.add(incoming);
        } else {
            send(Packets.error("That was too much before your name was found to be free."));
        }
    }

    private void take(Packets.Incoming incoming) {
        if (incoming instanceof Packets.Username username) {
            signIn(Names.tidy(username.name()));
        } else if (incoming instanceof Packets.Message message) {
            say(message.text());
        } else if (incoming instanceof Packets.Malformed malformed) {
            send(Packets.error(malformed.why()));
        }
    }

    private void signIn(String name) {
        if (name.isEmpty()) {
            send(Packets.error("Choose a name with at least one visible character."));
        } else if (!name.equals(this.name)) {
            wanted = name;
            ask();
        }
    }

    private void say(String text) {
        if (in == null) {
            send(Packets.error("Say who you are first: {\"type\":\"username\",\"name\":\"Ada\"}."));
        } else if (text.isBlank()) {
            send(Packets.error("A message needs a text."));
        } else if (text.length() > MAX_TEXT) {
            send(Packets.error("A message has at most " + MAX_TEXT + " characters."));
        } else {
            in.session.say(Spoken.publish(origin + "-" + ++said, text));
        }
    }

    private void ask() {
        asking.session.say(Spoken.WHO_IS_THERE);
    }

    // ---- what is said in the topic ----

    private boolean heard(Way by, JsonNode spoken) {
        return switch (spoken.path("type").asString("")) {
            case "subscribed" -> by != asking || greet();
            case "presence" -> by != asking || presence(spoken);
            case "message" -> by != asking || message(spoken);
            case "error" -> refused(spoken.path("message").asString(""));
            default -> true;
        };
    }

    /** Whoever has been told its id misses nothing that is said from then on. */
    private boolean greet() {
        boolean writable = send(Packets.id(id));
        ask();
        return writable;
    }

    /** Then nobody waits for an answer either. */
    private boolean refused(String why) {
        wanted = "";
        early.clear();
        return send(Packets.error(why));
    }

    private boolean presence(JsonNode spoken) {
        if (!spoken.has("ref")) {
            for (JsonNode member : spoken.path("came")) {
                String came = Spoken.name(member.path("user"));
                if (!came.isEmpty() && !came.equals(name)) {
                    send(Packets.username("@" + came, came));
                }
            }
            ask();
            return true;
        }
        List<String> names = new ArrayList<>();
        for (JsonNode member : spoken.path("members")) {
            String there = Spoken.name(member.path("user"));
            if (!there.isEmpty()) { // who only listens has none
                names.add(there);
            }
        }
        if (!wanted.isEmpty()) {
            enter(names);
            return true;
        }
        return send(Packets.userList(names));
    }

    private void enter(List<String> names) {
        names.remove(name); // one's own name is not taken for oneself
        leave();
        String unique;
        synchronized (taken) {
            names.addAll(taken);
            unique = Names.unique(wanted, names);
            taken.add(unique);
        }
        if (!unique.equals(wanted)) {
            send(Packets.rejectUsername(id, unique));
        }
        name = unique;
        wanted = "";
        in = new Way(unique);
        in.session.say(Spoken.SUBSCRIBE);
        send(Packets.username(id, unique));
        ask();
        while (wanted.isEmpty() && !early.isEmpty()) {
            take(early.remove());
        }
    }

    private void leave() {
        if (in != null) {
            in.close();
            in = null;
            synchronized (taken) {
                taken.remove(name);
            }
        }
    }

    private boolean message(JsonNode spoken) {
        String from = Spoken.name(spoken.path("from"));
        return send(Packets.message(
                from.equals(name) ? id : "@" + from,
                from,
                spoken.path("data").path("text").asString(""),
                spoken.path("time").asLong()));
    }

    private boolean send(String packet) {
        return peer.send(packet) != Sent.BUFFERED;
    }

    /** One connection to the topics, for as long as the name is the same. */
    private final class Way implements LocalClient {
        final LocalSession session;
        private boolean closed;

        Way(String name) {
            session = topics.connect(Spoken.user(name), this);
        }

        void close() {
            closed = true;
            session.close();
        }

        @Override
        public Executor loop() {
            return peer.loop();
        }

        @Override
        public boolean hear(String message) {
            return closed || heard(this, Spoken.read(message));
        }

        @Override
        public void end() {
            peer.close(Close.POLICY_VIOLATION, "slow consumer");
        }
    }
}
