package dev.parley.pubsub;

import dev.parley.engine.PreparedMessage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's place in one topic: whatever happens, what is sent is what follows the place, and the place moves with what is sent.
 * Live messages are sent as they come, if they are what follows; all else comes from the topic's tail or the log. So a client that
 * reads slowly, one that comes back and one that is up to date differ in nothing but where they are. Confined to its session's loop.
 */
final class Subscription {
    /** How many messages are sent before others on the loop get their turn. */
    private static final int AT_ONCE = 128;

    private static final long PAUSE_MILLIS = 500;

    private final Session session;
    private final Topic topic;
    /** How many of the last messages to begin with where something was lost. */
    private final int history;

    private final boolean presence;

    /** Where it is in its audience; −1 if it is not. */
    int place = -1;

    private @Nullable Audience audience;
    private TopicState at = new TopicState("", 0, 0, Lost.EPOCH_CHANGED, 1);
    /** Whether it has got to the end, so that what comes live is what follows. */
    private boolean live;
    /** Whether it is waiting for the log. */
    private boolean reading;

    private boolean ended;

    Subscription(Session session, Topic topic, int history, boolean presence) {
        this.session = session;
        this.topic = topic;
        this.history = history;
        this.presence = presence;
    }

    Topic topic() {
        return topic;
    }

    /** Up to where the client was sent everything; empty before it has begun. */
    Optional<Position> position() {
        return audience == null ? Optional.empty() : Optional.of(at.position(at.last()));
    }

    /** Begins: from now on the client is sent what follows, which its session tells it just before. */
    void begin(TopicState from) {
        at = from;
        audience = topic.audience(session.loop());
        audience.add(this);
        pump();
    }

    /** The client is sent nothing more. */
    void end() {
        ended = true;
        if (audience != null) {
            audience.remove(this);
        }
    }

    /** A message has come, live. */
    void offer(long offset, PreparedMessage message) {
        if (!live || offset <= at.last()) {
            return;
        }
        if (offset > at.last() + 1 || !session.isWritable()) {
            live = false;
            pump();
            return;
        }
        at = at.at(offset);
        session.placed(at.epoch(), offset);
        session.send(message);
    }

    void tellOfPresence(PreparedMessage message) {
        if (presence && session.isWritable()) {
            session.send(message);
        }
    }

    /** Sends what follows, as far as the client takes it. */
    void pump() {
        for (int turns = 0; !ended && !reading && session.isWritable(); turns++) {
            if (turns == 2) {
                session.later(this::pump);
                return;
            }
            Next next = topic.next(at, AT_ONCE);
            if (next instanceof Next.Elsewhere elsewhere) {
                TopicState now = elsewhere.state();
                lose(now, Math.max(now.oldest() - 1, now.last() - history), now.why());
            } else if (next instanceof Next.Messages messages) {
                live = messages.messages().isEmpty();
                if (live) {
                    return;
                }
                send(messages.messages());
            } else {
                live = false;
                read();
            }
        }
    }

    private void read() {
        reading = true;
        session.onLoop(topic.chunk(at.last(), Integer.MAX_VALUE), (chunk, failure) -> {
            if (chunk == null) {
                session.after(PAUSE_MILLIS, this::readAgain);
            } else if (!ended) {
                reading = false;
                take(chunk);
            }
        });
    }

    private void readAgain() {
        reading = false;
        pump();
    }

    private void take(Chunk chunk) {
        Slice slice = chunk.slice();
        if (!slice.epoch().equals(at.epoch()) || slice.head() < at.last()) {
            // The topic does not know yet: what it will know decides where all go on.
            reading = true;
            topic.look(reached -> {
                if (reached) {
                    session.later(this::readAgain);
                } else {
                    session.after(PAUSE_MILLIS, this::readAgain);
                }
            });
            return;
        }
        if (slice.oldest() > at.last() + 1) {
            lose(at, Math.max(slice.oldest() - 1, slice.head() - history), Lost.TRIMMED);
        } else {
            send(chunk.messages());
        }
        pump();
    }

    private void lose(TopicState now, long offset, Lost why) {
        at = now.at(Math.max(0, offset));
        session.placed(at.epoch(), at.last());
        session.send(Wire.lost(topic.name, at.position(at.last()), why));
    }

    private void send(List<Message> messages) {
        for (Message message : messages) {
            if (ended || !session.isWritable()) {
                return;
            }
            if (message.offset() == at.last() + 1) {
                at = at.at(message.offset());
                session.placed(at.epoch(), at.last());
                session.send(message.utf8());
            }
        }
    }
}
