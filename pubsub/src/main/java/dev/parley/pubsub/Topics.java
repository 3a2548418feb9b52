package dev.parley.pubsub;

import dev.parley.server.Page;
import dev.parley.server.Request;
import dev.parley.server.Routes;
import dev.parley.server.Subprotocols;
import dev.parley.server.WebSocketHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The topics of one node: each a log that clients follow, from where they have got to. Any thread.
 *
 * <pre>{@code
 * Topics topics = Topics.start(TopicsOptions.DEFAULT, new EmbeddedBackplane(new MemoryLog(LogOptions.DEFAULT)), Permissions.ALL);
 * Routes routes = topics.addTo(Routes.NONE, "/topics", request -> "somebody");
 * topics.publish(new TopicName("news"), new Draft("server", "1", Payload.json("\"hello\"".getBytes(UTF_8))));
 * }</pre>
 */
public final class Topics implements AutoCloseable {
    /** Chooses {@code parley.v1}, which is spoken here. */
    public static final Subprotocols SUBPROTOCOLS = Subprotocols.of(Wire.NAME);

    /** How many ends are compared in one question. */
    private static final int HEADS = 1_000;

    private final TopicsOptions options;
    private final Backplane backplane;
    private final Permissions permissions;
    private final Timing timing;
    private final Supplier<String> ids;
    private final String id;
    private final Presence presence = new Presence(this);
    private final Map<TopicName, Topic> topics = new ConcurrentHashMap<>();
    private final AtomicInteger comparing = new AtomicInteger();
    private volatile boolean closed;

    /** @param ids gives what nobody can guess and nobody else has: 1 to 64 letters and digits, - and _ */
    Topics(TopicsOptions options, Backplane backplane, Permissions permissions, Timing timing, Supplier<String> ids) {
        this.options = options;
        this.backplane = backplane;
        this.permissions = permissions;
        this.timing = timing;
        this.ids = ids;
        this.id = ids.get();
        timing.after(options.headInterval().toMillis(), this::compare);
        timing.after(options.presenceRenewal().toMillis(), this::renew);
    }

    /** Starts a node. The backplane is the caller's to close, after this. */
    public static Topics start(TopicsOptions options, Backplane backplane, Permissions permissions) {
        return new Topics(options, backplane, permissions, TimerThread.SHARED, RandomIds::next);
    }

    /** What an acknowledged message survives. */
    public Durability durability() {
        return backplane.log().durability();
    }

    /**
     * Publishes a message. It stands in the log when the stage completes; if that fails, it may stand there all the same, and may be
     * published again with the same id.
     */
    public CompletionStage<Appended> publish(TopicName topic, Draft draft) {
        if (closed) {
            return CompletableFuture.failedStage(new Refused(Refusal.CLOSING, "This node is leaving."));
        }
        if (draft.payload().bytes().length > options.maxPayloadBytes()) {
            return CompletableFuture.failedStage(
                    new Refused(Refusal.TOO_LARGE, "A payload has at most " + options.maxPayloadBytes() + " bytes."));
        }
        return guarded(() -> backplane.log().append(topic, draft));
    }

    /** The last messages of a topic, at most so many as the log has and gives at once. */
    public CompletionStage<Slice> history(TopicName topic, int last) {
        return read(topic, -Math.max(1, last), Math.max(1, last));
    }

    /** Who is subscribed to a topic, at any node. */
    public CompletionStage<List<Member>> members(TopicName topic) {
        return guarded(() -> backplane.members(topic));
    }

    /**
     * What serves clients that speak {@code parley.v1}.
     *
     * @param user who it is that connects, found out from the request; called on an event loop, must not block. What it throws ends
     *     the connection with 1008
     */
    public WebSocketHandler handler(Function<Request, String> user) {
        return new PeerSessions(this, new Users(user));
    }

    /**
     * Adds this node's topics to a server, all at one path:
     *
     * <ul>
     *   <li>a WebSocket speaks {@code parley.v1};
     *   <li>{@code GET} with {@code ?topic=room} gives what is said there as server-sent events, after the place that {@code
     *       Last-Event-ID} names;
     *   <li>{@code POST} takes one of the commands {@code publish}, {@code history} and {@code presence}, and answers as on the wire.
     * </ul>
     *
     * <p>Everybody whom {@code user} does not know is refused, with 1008 or 401; what the others may do is asked of the {@link
     * Permissions}. Pages of other sites are refused as {@link dev.parley.server.ServerOptions#origins} says.
     *
     * @param path for instance {@code /topics}
     * @param user who it is that asks, found out from the request; called on an event loop, must not block. What it throws is a no
     * @throws IllegalArgumentException if the path does not begin with a slash, or is taken
     */
    public Routes addTo(Routes routes, String path, Function<Request, String> user) {
        EventSessions events = new EventSessions(this, new Users(user));
        return routes.webSocket(path, handler(user), SUBPROTOCOLS)
                .and(Routes.NONE.eventStream(path, events).behind(events))
                .post(path, PostedCommands.maxBytes(options), new PostedCommands(this, new Users(user)));
    }

    /**
     * The client for browsers, one file: {@code import { Topics } from "/parley.js"}.
     *
     * @throws IllegalArgumentException as {@link #addTo}
     */
    public static Routes addScriptTo(Routes routes, String path) {
        return routes.get(path, Page.read("parley.js", Topics.class.getResourceAsStream("parley.js")));
    }

    /**
     * Connects a client within this process.
     *
     * @param user who it is
     * @throws IllegalArgumentException if nobody is called so: 1 to 128 characters, none of them a control character
     */
    public LocalSession connect(String user, LocalClient client) {
        if (!Draft.isFrom(user)) {
            throw new IllegalArgumentException("A user's name is 1 to " + Draft.MAX_FROM_LENGTH + " characters.");
        }
        return new LocalSession(this, client, user);
    }

    /** How many topics are subscribed to at this node. */
    public int topics() {
        return topics.size();
    }

    /** Publishes nothing more, and follows nothing more. The connections are the server's to close. */
    @Override
    public void close() {
        closed = true;
        topics.values().forEach(Topic::end);
    }

    // ---- for the sessions ----

    /** The topic, for one more subscription; the node follows it now, if it did not. */
    Topic enter(TopicName name) {
        if (closed) {
            throw new Refused(Refusal.CLOSING, "This node is leaving.");
        }
        Topic[] made = new Topic[1];
        Topic topic = topics.compute(name, (same, there) -> {
            Topic entered = there;
            if (entered == null) {
                if (topics.size() >= options.maxTopics()) {
                    throw new Refused(Refusal.BUSY, "There are too many topics.");
                }
                entered = made[0] = new Topic(name, this);
            } else if (entered.users >= options.maxSubscribersOfTopic()) {
                throw new Refused(Refusal.BUSY, "There are too many subscribers in " + name + ".");
            }
            entered.users++;
            return entered;
        });
        if (made[0] != null) {
            topic.begin();
        }
        return topic;
    }

    /** One subscription less. */
    void leave(Topic topic) {
        Topic still = topics.computeIfPresent(topic.name, (same, there) -> {
            if (there != topic) {
                return there;
            }
            return --there.users == 0 ? null : there;
        });
        if (still != topic) {
            topic.end();
            presence.forget(topic.name);
        }
    }

    /** A topic that is subscribed to; null if it is not. */
    @Nullable
    Topic topic(TopicName name) {
        return topics.get(name);
    }

    CompletionStage<Slice> read(TopicName topic, long after, int max) {
        return guarded(() -> backplane.log().read(topic, after, max));
    }

    /** Asked before a stream of events begins; its session asks again. */
    boolean maySubscribe(String user, TopicName topic, boolean presence) {
        try {
            return permissions.maySubscribe(user, topic) && (!presence || permissions.maySeePresence(user, topic));
        } catch (RuntimeException e) {
            return false;
        }
    }

    String id() {
        return id;
    }

    String nextId() {
        return ids.get();
    }

    TopicsOptions options() {
        return options;
    }

    Backplane backplane() {
        return backplane;
    }

    Permissions permissions() {
        return permissions;
    }

    Timing timing() {
        return timing;
    }

    Presence presence() {
        return presence;
    }

    /** At once, or later. */
    void soon(long millis, Runnable task) {
        if (millis == 0) {
            task.run();
        } else {
            timing.after(millis, task);
        }
    }

    /** Has a loop do something, unless it has ended. */
    void execute(Executor loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // So have the connections that are on it.
        }
    }

    /** What a stage that has failed failed with. */
    static Throwable failure(CompletableFuture<?> failed) {
        try {
            failed.join();
            return new IllegalStateException("It has not failed.");
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** An implementation of somebody else's may throw what it should give. */
    private static <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    // ---- from time to time ----

    /** The news of a last message may be lost, and nothing that follows would show it. */
    private void compare() {
        if (closed) {
            return;
        }
        timing.after(options.headInterval().toMillis(), this::compare);
        if (comparing.get() > 0) {
            return; // the log is slow: once is enough
        }
        List<TopicName> names = new ArrayList<>(topics.keySet());
        for (int from = 0; from < names.size(); from += HEADS) {
            compare(names.subList(from, Math.min(names.size(), from + HEADS)));
        }
    }

    private void compare(Collection<TopicName> some) {
        comparing.incrementAndGet();
        guarded(() -> backplane.log().heads(some)).whenComplete((heads, failure) -> {
            comparing.decrementAndGet();
            if (heads != null) {
                heads.forEach((name, end) -> {
                    Topic topic = topic(name);
                    if (topic != null) {
                        topic.compare(end);
                    }
                });
            }
        });
    }

    private void renew() {
        if (!closed) {
            timing.after(options.presenceRenewal().toMillis(), this::renew);
            presence.renew();
        }
    }
}
