package dev.parley.pubsub;

import dev.parley.engine.PreparedMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one client does with topics: takes its commands in order, and answers each. Confined to its outlet's loop. */
final class Session {
    /** {@code 1008}: it did not read what it was sent; it may come back and go on from where it had got to. */
    private static final int POLICY_VIOLATION = 1008;

    private static final System.Logger LOG = System.getLogger("dev.parley.pubsub");

    private final Topics node;
    private final Outlet outlet;
    private final Member me;

    /** What it is subscribed to, or about to be. */
    private final Map<TopicName, Subscription> subscriptions = new HashMap<>();

    private final Map<TopicName, Joining> joining = new HashMap<>();

    private int waiting;
    private boolean writable = true;
    private long stalls;
    private boolean watching;
    private boolean ended;

    Session(Topics node, Outlet outlet, Member me) {
        this.node = node;
        this.outlet = outlet;
        this.me = me;
    }

    /** Called once, before all else. */
    void begin() {
        send(Wire.welcome(me.client(), me.user(), node.durability(), options()));
    }

    /** @param utf8 a text message of the client; must not change any more */
    void receive(byte[] utf8) {
        take(CommandReader.read(utf8));
    }

    void take(CommandReader.Read read) {
        if (read instanceof CommandReader.Read.Malformed malformed) {
            refuse(malformed.ref(), new Refused(Refusal.MALFORMED, malformed.why()));
            return;
        }
        Command command = ((CommandReader.Read.Understood) read).command();
        try {
            obey(command);
        } catch (Refused refused) {
            refuse(command.ref(), refused);
        }
    }

    /** What waited has been sent: there is room for more. */
    void drained() {
        writable = true;
        for (Subscription subscription : List.copyOf(subscriptions.values())) {
            if (subscription.position().isPresent()) {
                subscription.pump();
            }
        }
    }

    /** The connection is over. */
    void end() {
        ended = true;
        for (TopicName name : List.copyOf(subscriptions.keySet())) {
            leave(name);
        }
    }

    private void obey(Command command) {
        if (command instanceof Command.Subscribe subscribe) {
            subscribe(subscribe);
        } else if (command instanceof Command.Unsubscribe unsubscribe) {
            unsubscribe(unsubscribe);
        } else if (command instanceof Command.Publish publish) {
            publish(publish);
        } else if (command instanceof Command.History history) {
            history(history);
        } else if (command instanceof Command.Presence presence) {
            presence(presence);
        } else {
            ping(command.ref());
        }
    }

    // ---- subscribing ----

    private void subscribe(Command.Subscribe command) {
        TopicName name = command.topic();
        allow("subscribe to", name, () -> permissions().maySubscribe(me.user(), name));
        if (command.presence()) {
            allow("see who is in", name, () -> permissions().maySeePresence(me.user(), name));
        }
        if (subscriptions.containsKey(name)) {
            throw new Refused(Refusal.CONFLICT, "You are subscribed to " + name + " already.");
        }
        if (subscriptions.size() >= options().maxTopicsOfClient()) {
            throw new Refused(
                    Refusal.LIMIT, "A client may subscribe to " + options().maxTopicsOfClient() + " topics.");
        }
        Topic topic = node.enter(name);
        boolean mayReadHistory = asked(() -> permissions().mayReadHistory(me.user(), name));
        Joining begun = new Joining(this, topic, command, mayReadHistory);
        joining.put(name, begun);
        subscriptions.put(name, new Subscription(this, topic, begun.history(), command.presence()));
        begun.begin();
    }

    boolean isJoining(TopicName name, Joining by) {
        return !ended && joining.get(name) == by;
    }

    /** It is known where a subscription begins. */
    void joined(Command.Subscribe command, TopicState from, boolean recovered, Optional<Lost> reason) {
        TopicName name = command.topic();
        joining.remove(name);
        Subscription subscription = subscriptions.get(name);
        if (subscription == null) {
            return;
        }
        placed(from.epoch(), from.last());
        send(Wire.subscribed(command.ref(), name, from.position(from.last()), recovered, reason));
        node.presence().came(name, me);
        subscription.begin(from);
    }

    void notJoined(Command.Subscribe command, Refused why) {
        leave(command.topic());
        refuse(command.ref(), why);
    }

    private void unsubscribe(Command.Unsubscribe command) {
        if (!leave(command.topic())) {
            throw new Refused(Refusal.CONFLICT, "You are not subscribed to " + command.topic() + ".");
        }
        send(Wire.unsubscribed(command.ref(), command.topic()));
    }

    private boolean leave(TopicName name) {
        joining.remove(name);
        Subscription left = subscriptions.remove(name);
        if (left == null) {
            return false;
        }
        if (left.position().isPresent()) {
            node.presence().left(name, me);
        }
        left.end();
        node.leave(left.topic());
        return true;
    }

    // ---- the other commands ----

    private void publish(Command.Publish command) {
        TopicName name = command.topic();
        allow("publish in", name, () -> permissions().mayPublish(me.user(), name));
        Draft draft;
        try {
            draft = new Draft(me.user(), command.id(), command.payload());
        } catch (IllegalArgumentException e) {
            throw new Refused(Refusal.MALFORMED, String.valueOf(e.getMessage()), e);
        }
        await(
                command.ref(),
                node.publish(name, draft),
                appended -> Wire.ack(command.ref(), name, command.id(), appended, node.durability()));
    }

    private void history(Command.History command) {
        TopicName name = command.topic();
        allow("read the history of", name, () -> permissions().mayReadHistory(me.user(), name));
        int limit = Math.min(
                command.limit() == 0 ? options().maxHistory() : command.limit(),
                options().maxHistory());
        long oldest = node.timing().millis() - command.ageMillis();
        long before = command.before();
        long after = before == Long.MAX_VALUE ? -limit : Math.max(0, before - 1 - limit);
        await(
                command.ref(),
                node.read(name, after, limit),
                slice -> Wire.history(
                        command.ref(),
                        name,
                        slice,
                        slice.entries().stream()
                                .filter(entry -> entry.offset() < before && entry.time() >= oldest)
                                .toList()));
    }

    private void presence(Command.Presence command) {
        TopicName name = command.topic();
        allow("see who is in", name, () -> permissions().maySeePresence(me.user(), name));
        await(
                command.ref(),
                node.backplane().members(name),
                members -> Wire.presence(command.ref(), name, members, options().presenceTold()));
    }

    private void ping(long ref) {
        Map<TopicName, Position> heads = new HashMap<>();
        subscriptions.forEach(
                (name, subscription) -> subscription.position().ifPresent(position -> heads.put(name, position)));
        send(Wire.pong(ref, heads));
    }

    private <T> void await(long ref, CompletionStage<T> stage, Function<T, byte[]> answer) {
        if (waiting >= options().maxWaitingOfClient()) {
            throw new Refused(Refusal.BUSY, "Wait for the answers to what you asked before.");
        }
        waiting++;
        onLoop(stage, (result, failure) -> {
            waiting--;
            if (result != null) {
                send(answer.apply(result));
            } else {
                refuse(ref, Refused.of(failure == null ? new IllegalStateException("no answer") : failure));
            }
        });
    }

    private void allow(String what, TopicName name, BooleanSupplier permission) {
        if (!asked(permission)) {
            throw new Refused(Refusal.FORBIDDEN, "You may not " + what + " " + name + ".");
        }
    }

    private boolean asked(BooleanSupplier permission) {
        try {
            return permission.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Permissions failed, which counts as no.", e);
            return false;
        }
    }

    private void refuse(long ref, Refused refused) {
        if (!ended) {
            outlet.refused(refused.refusal());
        }
        send(Wire.error(ref, refused.refusal(), String.valueOf(refused.getMessage())));
    }

    // ---- the way out, and time ----

    boolean isWritable() {
        return writable && !ended;
    }

    /** What is sent next brings the client there. */
    void placed(String epoch, long offset) {
        if (!ended) {
            outlet.placed(epoch, offset);
        }
    }

    void send(byte[] utf8) {
        if (!ended) {
            sent(outlet.send(utf8));
        }
    }

    void send(PreparedMessage message) {
        if (!ended) {
            sent(outlet.send(message));
        }
    }

    private void sent(boolean more) {
        if (!more && writable) {
            writable = false;
            stalls++;
            if (!watching) {
                watching = true;
                watch(stalls);
            }
        }
    }

    /** One timer, however often it stalls. */
    private void watch(long stall) {
        after(options().maxStall().toMillis(), () -> {
            if (writable) {
                watching = false;
            } else if (stalls == stall) {
                outlet.close(POLICY_VIOLATION, "slow consumer");
            } else {
                watch(stalls);
            }
        });
    }

    Executor loop() {
        return outlet.loop();
    }

    TopicsOptions options() {
        return node.options();
    }

    private Permissions permissions() {
        return node.permissions();
    }

    /** Does something on the loop, not now; nothing once the session has ended. */
    void later(Runnable task) {
        node.execute(loop(), () -> {
            if (!ended) {
                task.run();
            }
        });
    }

    void after(long millis, Runnable task) {
        node.timing().after(millis, () -> later(task));
    }

    /** Takes what a stage gives, on the loop: at once, if it is there already. */
    <T> void onLoop(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> taker) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        if (!future.isDone()) {
            future.whenComplete((result, failure) -> later(() -> taker.accept(result, failure)));
        } else if (future.isCompletedExceptionally()) {
            taker.accept(null, Topics.failure(future));
        } else {
            taker.accept(future.join(), null);
        }
    }
}
