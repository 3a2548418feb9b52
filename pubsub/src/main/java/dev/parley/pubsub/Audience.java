package dev.parley.pubsub;

import dev.parley.engine.Opcode;
import dev.parley.engine.PreparedMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The subscriptions to one topic on one event loop: gives each message to all of them in one go, encoded once and compressed once.
 * Confined to its loop, but for what its topic guards.
 */
final class Audience implements Runnable {
    private final Topic topic;
    private final Executor loop;
    private final List<Subscription> subscriptions = new ArrayList<>();

    /** Whether it is to run, and has not begun. Guarded by the topic. */
    boolean woken;

    /** What it has been given. Written with the topic's lock, by the loop. */
    TopicState state;

    Audience(Topic topic, Executor loop, TopicState state) {
        this.topic = topic;
        this.loop = loop;
        this.state = state;
    }

    Executor loop() {
        return loop;
    }

    void add(Subscription subscription) {
        subscription.place = subscriptions.size();
        subscriptions.add(subscription);
    }

    void remove(Subscription subscription) {
        int place = subscription.place;
        int end = subscriptions.size() - 1;
        if (place < 0) {
            return;
        }
        Subscription moved = subscriptions.get(end);
        subscriptions.set(place, moved);
        moved.place = place;
        subscriptions.remove(end);
        subscription.place = -1;
        if (subscriptions.isEmpty()) {
            topic.remove(this);
        }
    }

    @Override
    public void run() {
        List<Message> messages = topic.take(this);
        if (messages == null) {
            backwards(Subscription::pump);
            return;
        }
        for (Message message : messages) {
            PreparedMessage prepared = new PreparedMessage(Opcode.TEXT, ByteBuffer.wrap(message.utf8()));
            backwards(subscription -> subscription.offer(message.offset(), prepared));
        }
    }

    void tellOfPresence(byte[] utf8) {
        PreparedMessage prepared = new PreparedMessage(Opcode.TEXT, ByteBuffer.wrap(utf8));
        backwards(subscription -> subscription.tellOfPresence(prepared));
    }

    /** From the end: who leaves meanwhile is replaced by one that has had its turn, and to whom a second one means nothing. */
    private void backwards(Consumer<Subscription> call) {
        for (int i = subscriptions.size() - 1; i >= 0; i--) {
            if (i < subscriptions.size()) {
                call.accept(subscriptions.get(i));
            }
        }
    }
}
