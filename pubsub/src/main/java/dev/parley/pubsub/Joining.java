package dev.parley.pubsub;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a subscription begins: where the client had got to, if all that follows is still there; otherwise at the end, less the
 * history that it wants, and it is told why. Confined to its session's loop.
 */
final class Joining {
    /** How often the ground may move while it is looked at, before the client is asked to try again. */
    private static final int MAX_ATTEMPTS = 8;

    private final Session session;
    private final Topic topic;
    private final Command.Subscribe command;
    private final boolean mayReadHistory;
    private boolean looked;
    private int attempts;

    Joining(Session session, Topic topic, Command.Subscribe command, boolean mayReadHistory) {
        this.session = session;
        this.topic = topic;
        this.command = command;
        this.mayReadHistory = mayReadHistory;
    }

    /** How many of the last messages to begin with. */
    int history() {
        return mayReadHistory ? Math.min(command.history(), session.options().maxHistory()) : 0;
    }

    void begin() {
        TopicState state = topic.state();
        if (state == null) {
            look();
        } else {
            judge(state);
        }
    }

    private void look() {
        topic.look(reached -> session.later(() -> {
            TopicState state = topic.state();
            if (!session.isJoining(command.topic(), this)) {
                return;
            }
            looked = true;
            if (!reached || state == null) {
                session.notJoined(command, new Refused(Refusal.UNAVAILABLE, "The log cannot be reached now."));
            } else {
                judge(state);
            }
        }));
    }

    private void judge(TopicState state) {
        if (attempts++ == MAX_ATTEMPTS) {
            session.notJoined(command, new Refused(Refusal.BUSY, "The log changes too fast."));
            return;
        }
        Position resume = command.resume().orElse(null);
        if (resume == null) {
            anew(state, null);
        } else if (!mayReadHistory) {
            anew(state, Lost.FORBIDDEN);
        } else if (!resume.epoch().equals(state.epoch()) || resume.offset() > state.last()) {
            // Another node may have been ahead of this one.
            if (!looked) {
                look();
            } else {
                anew(state, resume.epoch().equals(state.epoch()) ? Lost.AHEAD : Lost.EPOCH_CHANGED);
            }
        } else if (state.last() - resume.offset() > session.options().maxRecovered()) {
            anew(state, Lost.TOO_FAR);
        } else {
            resume(state, resume.offset());
        }
    }

    private void resume(TopicState state, long offset) {
        if (topic.next(state.at(offset), 1) instanceof Next.Messages) {
            session.joined(command, state.at(offset), true, Optional.empty());
            return;
        }
        session.onLoop(topic.chunk(offset, Integer.MAX_VALUE), (chunk, failure) -> {
            if (isOver(chunk, failure) || moved(state, chunk)) {
                return;
            }
            if (chunk.slice().oldest() > offset + 1) {
                anew(state, Lost.TRIMMED);
            } else {
                session.joined(command, state.at(offset), true, Optional.empty());
            }
        });
    }

    /** @param why null if the client was not there before */
    private void anew(TopicState state, @Nullable Lost why) {
        Optional<Lost> reason = Optional.ofNullable(why);
        if (history() == 0) {
            session.joined(command, state, false, reason);
            return;
        }
        session.onLoop(topic.chunk(-history(), history()), (chunk, failure) -> {
            if (isOver(chunk, failure) || moved(state, chunk)) {
                return;
            }
            Slice slice = chunk.slice();
            long from = Math.max(0, Math.max(slice.oldest() - 1, state.last() - history()));
            session.joined(command, state.at(Math.min(from, state.last())), false, reason);
        });
    }

    private boolean isOver(@Nullable Chunk chunk, @Nullable Throwable failure) {
        if (!session.isJoining(command.topic(), this)) {
            return true;
        }
        if (chunk == null) {
            session.notJoined(
                    command, Refused.of(failure == null ? new IllegalStateException("nothing was read") : failure));
            return true;
        }
        return false;
    }

    /** Whether the log is not what it was taken for: then all is judged anew, when the topic knows. */
    private boolean moved(TopicState state, Chunk chunk) {
        TopicState now = topic.state();
        boolean same = now != null
                && now.losses() == state.losses()
                && chunk.slice().epoch().equals(state.epoch())
                && chunk.slice().head() >= state.last();
        if (!same) {
            look();
        }
        return !same;
    }
}
