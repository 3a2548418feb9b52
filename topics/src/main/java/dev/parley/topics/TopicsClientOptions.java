package dev.parley.topics;

import dev.parley.client.ReconnectDecision;
import dev.parley.client.ReconnectOptions;
import dev.parley.client.WebSocketOptions;
import java.time.Duration;

/**
 * How a client of topics behaves. Immutable.
 *
 * @param maxOutboxMessages how many messages wait to be acknowledged
 * @param maxOutboxBytes how many bytes of them, in UTF-16 units
 * @param maxAsked how many questions for history and presence wait to be answered
 * @param pingInterval how often the server is asked whether it is there, and whether all was heard; a server that says nothing for two
 *     of them is taken for gone
 * @param webSocket how it connects
 * @param reconnect how it comes back; its queue is not used
 */
public record TopicsClientOptions(
        int maxOutboxMessages,
        int maxOutboxBytes,
        int maxAsked,
        Duration pingInterval,
        WebSocketOptions webSocket,
        ReconnectOptions reconnect) {

    /** A server that lets go of a slow client means it well: that one goes on where it was. */
    private static final ReconnectDecision DECISION =
            loss -> loss.reason().equals("slow consumer") || ReconnectDecision.DEFAULT.reconnects(loss);

    /** 1,024 messages of 1 MiB together, 256 questions, a ping every 15 s. */
    public static final TopicsClientOptions DEFAULT = new TopicsClientOptions(
            1_024,
            1024 * 1024,
            256,
            Duration.ofSeconds(15),
            WebSocketOptions.DEFAULT,
            ReconnectOptions.DEFAULT.withDecision(DECISION));

    /** @throws IllegalArgumentException if a number is out of its range */
    public TopicsClientOptions {
        if (maxOutboxMessages < 1 || maxOutboxBytes < 1 || maxAsked < 1 || pingInterval.toMillis() < 1) {
            throw new IllegalArgumentException("Limits and pingInterval are positive.");
        }
    }

    /** How many messages wait to be acknowledged, and how many UTF-16 units of them. */
    public TopicsClientOptions withOutbox(int messages, int bytes) {
        return new TopicsClientOptions(messages, bytes, maxAsked, pingInterval, webSocket, reconnect);
    }

    public TopicsClientOptions withPingInterval(Duration pingInterval) {
        return new TopicsClientOptions(maxOutboxMessages, maxOutboxBytes, maxAsked, pingInterval, webSocket, reconnect);
    }

    public TopicsClientOptions withWebSocket(WebSocketOptions webSocket) {
        return new TopicsClientOptions(maxOutboxMessages, maxOutboxBytes, maxAsked, pingInterval, webSocket, reconnect);
    }

    public TopicsClientOptions withReconnect(ReconnectOptions reconnect) {
        return new TopicsClientOptions(maxOutboxMessages, maxOutboxBytes, maxAsked, pingInterval, webSocket, reconnect);
    }
}
