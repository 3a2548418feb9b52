package dev.parley.pubsub;

import dev.parley.server.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the address of an event stream asks for: {@code ?topic=room&after=EPOCH:OFFSET&history=20&presence=true}. Immutable.
 *
 * @param after the place after which to begin, where the listener has seen no event yet
 * @param history with how many of the last messages to begin, where it cannot begin there
 */
record EventQuery(TopicName topic, Optional<Position> after, int history, boolean presence) {
    private static final int MAX_HISTORY = 1_000_000;

    /** @throws IllegalArgumentException if it does not ask for anything that there is, with the reason */
    static EventQuery of(Request request) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : request.query().split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        String topic = fields.get("topic");
        if (topic == null) {
            throw new IllegalArgumentException("Say which topic: ?topic=room.");
        }
        String last = request.headers().first("Last-Event-ID").orElse("");
        if (!last.isEmpty()) {
            Position.parse(last); // what cannot be resumed is refused, and not begun anew in silence
        }
        String history = fields.getOrDefault("history", "0");
        if (!history.matches("\\d{1,7}") || Integer.parseInt(history) > MAX_HISTORY) {
            throw new IllegalArgumentException("\"history\" is 0 to " + MAX_HISTORY + ".");
        }
        return new EventQuery(
                new TopicName(topic),
                Optional.ofNullable(fields.get("after")).map(Position::parse),
                Integer.parseInt(history),
                fields.getOrDefault("presence", "false").equals("true"));
    }

    /** @param lastEventId the place that the listener has got to on an earlier stream; empty for none */
    Command command(String lastEventId) {
        Optional<Position> resume = lastEventId.isEmpty() ? after : Optional.of(Position.parse(lastEventId));
        return new Command.Subscribe(0, topic, resume, history, presence);
    }
}
