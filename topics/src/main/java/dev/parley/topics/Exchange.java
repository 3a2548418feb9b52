package dev.parley.topics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a client of topics wants, and what it has got of that, over one connection after another. It knows no socket, clock or thread.
 *
 * <pre>
 * connected ─▶ "welcome" ─▶ subscribe, each where it has got to; say again what was not acknowledged ─▶ live
 *     ▲                                                                                                   │
 *     └─── disconnected: the line was lost, or dropped, since a message was missing or nothing came ──────┘
 * </pre>
 *
 * <p>What comes in is given by one thread at a time; the rest may be called by any. Listeners are called without the lock.
 */
final class Exchange {
    private static final System.Logger LOG = System.getLogger("dev.parley.topics");

    /** What is refused for now is asked again after a random while up to this. */
    private static final int MAX_PAUSE_MILLIS = 1_000;

    private static final int MIN_PAUSE_MILLIS = 200;

    /** A question, which is asked again on each connection until it is answered. */
    private record Question(Function<Long, String> command, CompletableFuture<Said> answer) {}

    private final TopicsClientOptions options;
    private final RandomGenerator random;
    private final Line line;

    // ---- guarded by this ----

    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final Outbox outbox;
    private final Map<Long, Question> questions = new LinkedHashMap<>();
    private long refs;
    private boolean welcomed;
    private boolean heardSincePing = true;
    private boolean missedOne;
    private int connection;
    private int maxPayloadBytes = Integer.MAX_VALUE;
    private boolean closed;

    Exchange(TopicsClientOptions options, RandomGenerator random, Line line) {
        this.options = options;
        this.random = random;
        this.line = line;
        this.outbox = new Outbox(options.maxOutboxMessages(), options.maxOutboxBytes());
        line.after(options.pingInterval().toMillis(), this::ping);
    }

    // ---- what the application wants ----

    synchronized Subscription subscribe(String topic, SubscribeOptions how, TopicListener listener) {
        if (closed) {
            throw new IllegalStateException("The client is closed.");
        }
        if (subscriptions.containsKey(topic)) {
            throw new IllegalStateException("There is a subscription to " + topic + " already.");
        }
        Subscription subscription = new Subscription(this, topic, how, listener);
        subscriptions.put(topic, subscription);
        join(subscription);
        return subscription;
    }

    synchronized void unsubscribe(Subscription subscription) {
        if (subscriptions.remove(subscription.topic(), subscription) && welcomed && subscription.ref != 0) {
            // Also if it is still on its way in: the server takes commands in order.
            line.send("{\"type\":\"unsubscribe\",\"ref\":" + ++refs + ",\"topic\":\"" + subscription.topic() + "\"}");
        }
    }

    CompletableFuture<Ack> publish(String topic, String id, Payload payload) {
        Outbox.Waiting message;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(closedNow());
            }
            message = outbox.add(topic, id, payload);
        }
        if (message == null) {
            return CompletableFuture.failedFuture(new TopicsException(
                    TopicsException.OUTBOX_FULL, "As many messages wait to be acknowledged as may."));
        }
        pump();
        return message.acked;
    }

    /** @param command what to ask, from its number */
    synchronized CompletableFuture<Said> ask(Function<Long, String> command) {
        if (closed) {
            return CompletableFuture.failedFuture(closedNow());
        }
        if (questions.size() >= options.maxAsked()) {
            return CompletableFuture.failedFuture(
                    new TopicsException("busy", "As many questions wait to be answered as may."));
        }
        Question question = new Question(command, new CompletableFuture<>());
        ask(question);
        return question.answer();
    }

    synchronized boolean isOnline() {
        return welcomed;
    }

    synchronized int waiting() {
        return outbox.size();
    }

    // ---- the line ----

    /** A connection is over, or was never there. */
    synchronized void disconnected() {
        connection++;
        welcomed = false;
        subscriptions.values().forEach(subscription -> {
            subscription.ref = 0;
            subscription.joined = false;
        });
        outbox.unsent();
    }

    /** There will be no other one: all that waits fails. */
    void close(String why) {
        List<CompletableFuture<?>> failed = new ArrayList<>();
        synchronized (this) {
            closed = true;
            disconnected();
            subscriptions.clear();
            outbox.clear().forEach(message -> failed.add(message.acked));
            questions.values().forEach(question -> failed.add(question.answer()));
            questions.clear();
        }
        failed.forEach(stage -> stage.completeExceptionally(new TopicsException(TopicsException.CLOSED, why)));
    }

    private static TopicsException closedNow() {
        return new TopicsException(TopicsException.CLOSED, "The client is closed.");
    }

    /** @param text what the server said */
    void receive(String text) {
        Said said;
        try {
            said = Said.read(text);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "The server said what is not parley.v1: {0}", e.toString());
            line.drop();
            return;
        }
        synchronized (this) {
            heardSincePing = true;
            missedOne = false;
        }
        switch (said.text("type")) {
            case "welcome" -> welcome(said);
            case "message" -> message(said);
            case "subscribed" -> subscribed(said);
            case "lost" -> lost(said);
            case "presence" -> presence(said);
            case "history" -> answer(said);
            case "ack" -> acknowledged(said);
            case "pong" -> pong(said);
            case "error" -> refused(said);
            default -> {} // a later server may say more
        }
    }

    private void welcome(Said said) {
        synchronized (this) {
            welcomed = true;
            if (said.number("maxPayloadBytes") > 0) {
                maxPayloadBytes = (int) Math.min(Integer.MAX_VALUE, said.number("maxPayloadBytes"));
            }
            subscriptions.values().forEach(this::join);
            List<Question> again = List.copyOf(questions.values());
            questions.clear();
            again.forEach(this::ask);
        }
        pump();
    }

    // ---- commands; with the lock ----

    private void join(Subscription subscription) {
        if (welcomed && subscription.ref == 0) {
            subscription.ref = ++refs;
            line.send(subscription.command(subscription.ref));
        }
    }

    private void ask(Question question) {
        long number = ++refs;
        questions.put(number, question);
        if (welcomed) {
            line.send(question.command().apply(number));
        }
    }

    /** Sends what the outbox may send; without the lock, since what cannot be sent at all is told to its owner. */
    private void pump() {
        List<Outbox.Waiting> tooLarge = new ArrayList<>();
        synchronized (this) {
            if (welcomed) {
                outbox.pump(() -> ++refs, (message, ref) -> {
                    if (message.payload.size() > maxPayloadBytes) {
                        tooLarge.add(message);
                    } else {
                        line.send(message.command(ref));
                    }
                });
            }
            tooLarge.forEach(message -> {
                outbox.answered(message.ref);
                outbox.remove(message);
            });
        }
        if (!tooLarge.isEmpty()) {
            tooLarge.forEach(message -> message.acked.completeExceptionally(new TopicsException(
                    "too_large", "The server takes payloads of " + maxPayloadBytes + " bytes at the most.")));
            pump();
        }
    }

    private void later(Runnable task) {
        int now = connection;
        line.after(random.nextInt(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS), () -> {
            synchronized (this) {
                if (now != connection) {
                    return;
                }
            }
            task.run();
        });
    }

    // ---- what the server says ----

    private void subscribed(Said said) {
        Subscription subscription;
        boolean wasSomewhere;
        synchronized (this) {
            subscription = subscriptions.get(said.text("topic"));
            if (subscription == null || subscription.ref != said.number("ref")) {
                return; // it has been closed meanwhile
            }
            wasSomewhere = subscription.place() != null;
            if (said.is("recovered") && wasSomewhere && !said.place().equals(subscription.place())) {
                line.drop();
                return;
            }
            subscription.place(said.place());
            subscription.joined = true;
        }
        Subscription begun = subscription;
        if (wasSomewhere && !said.is("recovered")) {
            guarded(() -> begun.listener().onLost(said.place(), said.text("reason")));
        }
        guarded(() -> begun.listener().onSubscribed(begun));
    }

    private void message(Said said) {
        Subscription subscription = joined(said);
        Place last = subscription == null ? null : subscription.place();
        if (subscription == null || last == null || said.number("offset") <= last.offset()) {
            return; // nobody wants it, or it is here already
        }
        if (said.number("offset") != last.offset() + 1) {
            line.drop(); // one is missing: on another connection it will be sent
            return;
        }
        Message message = said.message(subscription.topic(), last.epoch());
        guarded(() -> subscription.listener().onMessage(message));
        synchronized (this) {
            subscription.place(message.place());
        }
    }

    private void lost(Said said) {
        Subscription subscription = joined(said);
        if (subscription != null) {
            synchronized (this) {
                subscription.place(said.place());
            }
            guarded(() -> subscription.listener().onLost(said.place(), said.text("reason")));
        }
    }

    private void presence(Said said) {
        if (said.has("ref")) {
            answer(said);
            return;
        }
        Subscription subscription = joined(said);
        if (subscription != null) {
            PresenceNews news = new PresenceNews(
                    (int) said.number("count"), said.members("came"), said.members("left"), said.is("incomplete"));
            guarded(() -> subscription.listener().onPresence(news));
        }
    }

    private synchronized @Nullable Subscription joined(Said said) {
        Subscription subscription = subscriptions.get(said.text("topic"));
        return subscription != null && subscription.joined ? subscription : null;
    }

    private void answer(Said said) {
        Question question;
        synchronized (this) {
            question = questions.remove(said.number("ref"));
        }
        if (question != null) {
            question.answer().complete(said);
        }
    }

    private void acknowledged(Said said) {
        Outbox.Waiting message;
        synchronized (this) {
            message = outbox.answered(said.number("ref"));
            if (message != null) {
                outbox.remove(message);
            }
        }
        pump();
        if (message != null) {
            message.acked.complete(
                    new Ack(message.topic, message.id, said.place(), said.text("durability"), said.is("again")));
        }
    }

    private void pong(Said said) {
        synchronized (this) {
            for (Subscription subscription : subscriptions.values()) {
                Said head = said.part("heads").part(subscription.topic());
                // The connection keeps its order: what the server has sent by then is here, or is missing.
                if (subscription.joined && head.has("epoch") && !head.place().equals(subscription.place())) {
                    line.drop();
                    return;
                }
            }
        }
    }

    private void refused(Said said) {
        TopicsException why = new TopicsException(said.text("code"), said.text("message"));
        boolean forNow = !said.text("then").equals("change");
        long ref = said.number("ref");
        Outbox.Waiting message;
        Question question;
        Subscription subscription;
        synchronized (this) {
            message = outbox.answered(ref);
            question = questions.remove(ref);
            subscription = subscriptions.values().stream()
                    .filter(each -> each.ref == ref && ref != 0)
                    .findAny()
                    .orElse(null);
            if (message != null && forNow) {
                sayAgain(message.topic);
            } else if (message != null) {
                outbox.remove(message);
            }
            if (subscription != null && forNow) {
                joinAgain(subscription);
            } else if (subscription != null) {
                subscriptions.remove(subscription.topic());
            }
        }
        if (message != null && !forNow) {
            message.acked.completeExceptionally(why);
        }
        if (question != null) {
            question.answer().completeExceptionally(why);
        }
        if (subscription != null && !forNow) {
            Subscription ended = subscription;
            guarded(() -> ended.listener().onRefused(why));
        }
        pump();
    }

    private void sayAgain(String topic) {
        outbox.hold(topic);
        later(() -> {
            synchronized (this) {
                outbox.release(topic);
            }
            pump();
        });
    }

    private void joinAgain(Subscription subscription) {
        subscription.ref = 0;
        later(() -> {
            synchronized (this) {
                if (subscriptions.get(subscription.topic()) == subscription) {
                    join(subscription);
                }
            }
        });
    }

    // ---- time ----

    private void ping() {
        boolean silent;
        synchronized (this) {
            if (closed) {
                return;
            }
            silent = welcomed && !heardSincePing && missedOne;
            missedOne = welcomed && !heardSincePing;
            heardSincePing = false;
            if (welcomed && !silent) {
                line.send("{\"type\":\"ping\",\"ref\":" + ++refs + "}");
            }
        }
        if (silent) {
            line.drop();
        }
        line.after(options.pingInterval().toMillis(), this::ping);
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A listener failed.", e);
        }
    }
}
