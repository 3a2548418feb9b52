package dev.parley.topics;

import dev.parley.client.CloseEvent;
import dev.parley.client.DOMException;
import dev.parley.client.Destination;
import dev.parley.client.ReconnectingWebSocket;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client of topics, over {@code parley.v1}. It connects at once, comes back by itself when its connection is lost, goes on in each
 * topic where it was, and says again what was not acknowledged. Any thread.
 *
 * <pre>{@code
 * TopicsClient topics = new TopicsClient("ws://127.0.0.1:8080/topics");
 * topics.subscribe("room", message -> System.out.println(message.payload()));
 * topics.publish("room", Payload.text("hello")).thenAccept(ack -> System.out.println(ack.place()));
 * }</pre>
 *
 * <p>Stages complete on the thread that calls listeners, and may not be waited for there.
 */
public final class TopicsClient implements AutoCloseable {
    /** The subprotocol. */
    public static final String PROTOCOL = "parley.v1";

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9_.:/@~-]{1,128}");
    private static final Pattern ID = Pattern.compile("[!-~]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A connection that was dropped is replaced after a random while up to this: whatever was wrong may be so for many. */
    private static final int MAX_PAUSE_MILLIS = 1_000;

    /** What all clients share; its thread only hands over. */
    private static final class Timer {
        static final ScheduledThreadPoolExecutor TIMER = timer();

        private static ScheduledThreadPoolExecutor timer() {
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "parley-topics");
                thread.setDaemon(true);
                return thread;
            });
            timer.setRemoveOnCancelPolicy(true);
            return timer;
        }
    }

    private final Supplier<Destination> destinations;
    private final TopicsClientOptions options;
    private final Exchange exchange;
    private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
    private final String name = randomName();
    private final AtomicLong said = new AtomicLong();

    // ---- guarded by this ----

    private @Nullable ReconnectingWebSocket socket;
    private boolean ended;

    /** Connects, with {@link TopicsClientOptions#DEFAULT}. */
    public TopicsClient(String url) {
        this(() -> new Destination(url), TopicsClientOptions.DEFAULT);
    }

    /**
     * Connects to where the supplier says, which is asked before each attempt, and may block, for instance to fetch a token. Its
     * subprotocols are not looked at.
     */
    public TopicsClient(Supplier<Destination> destinations, TopicsClientOptions options) {
        this.destinations = destinations;
        this.options = options;
        this.exchange = new Exchange(options, ThreadLocalRandom.current()::nextLong, new SocketLine());
        connect(0);
    }

    /** Subscribes, from now on. See {@link #subscribe(String, SubscribeOptions, TopicListener)}. */
    public Subscription subscribe(String topic, TopicListener listener) {
        return subscribe(topic, SubscribeOptions.DEFAULT, listener);
    }

    /**
     * Subscribes: the listener is given every message after the place where this begins, once and in order, or is told what was
     * lost.
     *
     * @throws IllegalArgumentException if no topic is called so
     * @throws IllegalStateException if there is a subscription to it already, or the client is closed
     */
    public Subscription subscribe(String topic, SubscribeOptions how, TopicListener listener) {
        return exchange.subscribe(checked(topic), how, listener);
    }

    /**
     * Publishes a message. It waits in the outbox until the server acknowledges it, whatever happens to connections, and what is
     * published to one topic is said in order; the log has it once.
     *
     * @return the acknowledgement; a {@link TopicsException} if the outbox is full, the server refuses, or the client is closed
     * @throws IllegalArgumentException if no topic is called so
     */
    public CompletionStage<Ack> publish(String topic, Payload payload) {
        return publish(topic, name + "-" + said.incrementAndGet(), payload);
    }

    /**
     * The same, with an id of the caller's own: a message with the same id by the same user is the same message, also after a restart
     * of this program.
     *
     * @param id 1 to 64 visible characters of ASCII
     * @throws IllegalArgumentException if this is no id, or that of another message that waits
     */
    public CompletionStage<Ack> publish(String topic, String id, Payload payload) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("An id is 1 to 64 visible characters of ASCII.");
        }
        return exchange.publish(checked(topic), id, payload).minimalCompletionStage();
    }

    /** The last messages of a topic, at most so many as the server gives at once. */
    public CompletionStage<History> history(String topic, int last) {
        return history(topic, last, Long.MAX_VALUE);
    }

    /**
     * Earlier messages of a topic.
     *
     * @param limit how many at the most
     * @param before only those with smaller offsets
     */
    public CompletionStage<History> history(String topic, int limit, long before) {
        String fields = ",\"topic\":\"" + checked(topic) + "\",\"limit\":" + Math.max(1, Math.min(limit, 1_000_000))
                + (before == Long.MAX_VALUE ? "" : ",\"before\":" + Math.max(0, before)) + "}";
        return exchange.ask(ref -> "{\"type\":\"history\",\"ref\":" + ref + fields)
                .thenApply(said -> {
                    String epoch = said.text("epoch");
                    List<Message> messages = said.parts("messages").stream()
                            .map(message -> message.message(topic, epoch))
                            .toList();
                    return new History(epoch, said.number("oldest"), said.number("head"), messages);
                });
    }

    /** Who is subscribed to a topic. */
    public CompletionStage<Presence> presence(String topic) {
        String fields = ",\"topic\":\"" + checked(topic) + "\"}";
        return exchange.ask(ref -> "{\"type\":\"presence\",\"ref\":" + ref + fields)
                .thenApply(said -> new Presence((int) said.number("count"), said.members("members")));
    }

    /** Whether there is a connection, and the server has said so. */
    public boolean isOnline() {
        return exchange.isOnline();
    }

    /** How many messages wait to be acknowledged. */
    public int waiting() {
        return exchange.waiting();
    }

    /** The end, once it is final: {@link #close} was called, or the server does not want this client, and says why. */
    public CompletionStage<CloseEvent> closed() {
        return closed.minimalCompletionStage();
    }

    /** Ends it. What was not acknowledged fails with {@link TopicsException#CLOSED}, and may stand in the log all the same. */
    @Override
    public void close() {
        ReconnectingWebSocket last;
        synchronized (this) {
            ended = true;
            last = socket;
        }
        exchange.close("The client was closed.");
        if (last != null) {
            last.close();
        }
    }

    private static String checked(String topic) {
        if (!TOPIC.matcher(topic).matches()) {
            throw new IllegalArgumentException(
                    "A topic is called by 1 to 128 letters and digits of ASCII and - _ . : / @ ~.");
        }
        return topic;
    }

    private static String randomName() {
        byte[] random = new byte[12];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    // ---- one socket, mostly for ever ----

    private void connect(long pauseMillis) {
        long[] pause = {pauseMillis};
        Supplier<Destination> speaking = () -> {
            sleep(pause[0]);
            pause[0] = 0;
            Destination to = destinations.get();
            return new Destination(to.url(), to.headers(), List.of(PROTOCOL));
        };
        ReconnectingWebSocket made;
        synchronized (this) {
            if (ended) {
                return;
            }
            // What is said to no connection is not to be said to the next one: the exchange knows better.
            made = new ReconnectingWebSocket(
                    speaking, options.webSocket(), options.reconnect().withQueue(0, 0));
            socket = made;
        }
        made.onmessage(event -> {
            if (isCurrent(made) && event.data() instanceof String text) {
                exchange.receive(text);
            }
        });
        made.onoffline(event -> {
            if (isCurrent(made)) {
                exchange.disconnected();
            }
        });
        made.onerror(event -> {}); // the end says the rest
        made.onclose(event -> {
            if (isCurrent(made)) {
                synchronized (this) {
                    ended = true;
                }
                exchange.close("The connection has ended for good: " + event.code() + " " + event.reason());
                closed.complete(event);
            }
        });
    }

    private synchronized boolean isCurrent(ReconnectingWebSocket one) {
        return one == socket;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class SocketLine implements Line {
        @Override
        public void send(String text) {
            ReconnectingWebSocket to;
            synchronized (TopicsClient.this) {
                to = socket;
            }
            try {
                if (to != null) {
                    to.send(text);
                }
            } catch (DOMException notNow) {
                // The connection is lost, of which the exchange is about to hear.
            }
        }

        @Override
        public void drop() {
            ReconnectingWebSocket wrong;
            synchronized (TopicsClient.this) {
                wrong = socket;
                socket = null;
            }
            if (wrong != null) {
                exchange.disconnected();
                connect(ThreadLocalRandom.current().nextInt(MAX_PAUSE_MILLIS));
                wrong.close();
            }
        }

        @Override
        public void after(long millis, Runnable task) {
            Timer.TIMER.schedule(task, millis, TimeUnit.MILLISECONDS);
        }
    }
}
