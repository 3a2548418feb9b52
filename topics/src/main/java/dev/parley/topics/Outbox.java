package dev.parley.topics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were published and not acknowledged yet, in order. They survive connections: on each new one they are said again, with
 * the ids by which the log knows them. Guarded by its exchange.
 */
final class Outbox {
    /** How many wait for the server at a time; it lets a client ask 64 things at once. */
    private static final int WINDOW = 32;

    /** A message that waits. */
    static final class Waiting {
        final String topic;
        final String id;
        final Payload payload;
        final CompletableFuture<Ack> acked = new CompletableFuture<>();
        /** The command that was sent for it on this connection; 0 for none. */
        long ref;

        Waiting(String topic, String id, Payload payload) {
            this.topic = topic;
            this.id = id;
            this.payload = payload;
        }

        int size() {
            return topic.length() + id.length() + payload.field().length();
        }

        String command(long number) {
            return "{\"type\":\"publish\",\"ref\":" + number + ",\"topic\":\"" + topic + "\",\"id\":"
                    + Payload.quoted(id) + "," + payload.field() + "}";
        }
    }

    private final int maxMessages;
    private final int maxBytes;
    private final Map<String, Waiting> messages = new LinkedHashMap<>();
    private final Map<Long, Waiting> sent = new LinkedHashMap<>();
    /** Where a message was refused for now: those that follow wait for it. */
    private final Set<String> held = new HashSet<>();

    private long bytes;

    Outbox(int maxMessages, int maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Takes a message; null if there is no room. */
    @Nullable
    Waiting add(String topic, String id, Payload payload) {
        Waiting there = messages.get(id);
        if (there != null) {
            if (!there.topic.equals(topic) || !there.payload.equals(payload)) {
                throw new IllegalArgumentException("The id " + id + " is that of another message, which waits.");
            }
            return there;
        }
        Waiting message = new Waiting(topic, id, payload);
        if (messages.size() >= maxMessages || bytes + message.size() > maxBytes) {
            return null;
        }
        messages.put(id, message);
        bytes += message.size();
        return message;
    }

    /** Sends what may be sent now, in order. */
    void pump(Numbers numbers, BiConsumer<Waiting, Long> send) {
        for (Waiting message : messages.values()) {
            if (sent.size() >= WINDOW) {
                return;
            }
            if (message.ref == 0 && !held.contains(message.topic)) {
                message.ref = numbers.next();
                sent.put(message.ref, message);
                send.accept(message, message.ref);
            }
        }
    }

    /** What a command was sent for; null if it was not for a message. */
    @Nullable
    Waiting answered(long ref) {
        Waiting message = sent.remove(ref);
        if (message != null) {
            message.ref = 0;
        }
        return message;
    }

    /** It is acknowledged, or refused for good. */
    void remove(Waiting message) {
        if (messages.remove(message.id, message)) {
            bytes -= message.size();
        }
    }

    void hold(String topic) {
        held.add(topic);
    }

    void release(String topic) {
        held.remove(topic);
    }

    /** The connection is over: whether what was sent on it arrived is not known. */
    void unsent() {
        sent.clear();
        held.clear();
        messages.values().forEach(message -> message.ref = 0);
    }

    List<Waiting> clear() {
        List<Waiting> all = new ArrayList<>(messages.values());
        messages.clear();
        sent.clear();
        bytes = 0;
        return all;
    }

    int size() {
        return messages.size();
    }

    /** Gives each command its number. */
    interface Numbers {
        long next();
    }
}
