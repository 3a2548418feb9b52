package dev.parley.topics;

import org.jspecify.annotations.Nullable;

/** A client's place in a topic, which moves with each message, and at which it goes on whatever happens to connections. Any thread. */
public final class Subscription implements AutoCloseable {
    private final Exchange exchange;
    private final String topic;
    private final SubscribeOptions options;
    private final TopicListener listener;

    // ---- guarded by the exchange ----

    /** Null before the first one is known. */
    private volatile @Nullable Place place;

    /** The command that was sent for it on this connection; 0 for none. */
    long ref;

    /** Whether it was answered. */
    boolean joined;

    Subscription(Exchange exchange, String topic, SubscribeOptions options, TopicListener listener) {
        this.exchange = exchange;
        this.topic = topic;
        this.options = options;
        this.listener = listener;
        this.place = options.from().orElse(null);
    }

    public String topic() {
        return topic;
    }

    /** Up to where the listener has been given everything; null before the server has said where it begins. */
    public @Nullable Place place() {
        return place;
    }

    /** Ends it: its listener hears nothing more, but for what it is being told at this moment. */
    @Override
    public void close() {
        exchange.unsubscribe(this);
    }

    void place(Place now) {
        place = now;
    }

    TopicListener listener() {
        return listener;
    }

    /** As a command. */
    String command(long number) {
        Place at = place;
        String resume = at == null ? "" : ",\"epoch\":" + Payload.quoted(at.epoch()) + ",\"offset\":" + at.offset();
        return "{\"type\":\"subscribe\",\"ref\":" + number + ",\"topic\":\"" + topic + "\",\"history\":"
                + options.history() + ",\"presence\":" + options.presence() + resume + "}";
    }
}
