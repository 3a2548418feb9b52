package dev.parley.pubsub;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A node's way to the broker: questions keep their order and may get lost with their answers; news may get lost, come twice, or late. */
final class SimulatedBackplane implements Backplane {
    private static final long TIMEOUT = 1_500;
    private static final long WATCH = 700;

    private final World world;
    private final SimulatedBroker broker;
    private final BooleanSupplier alive;
    private final World.Way out;
    private final Map<TopicName, Feed> feeds = new HashMap<>();
    private final Log log = new Remote();
    private int generation;

    /** Whether nothing gets through. */
    boolean split;

    double newsLost;
    double newsTwice;
    int newsDelay = 5;

    SimulatedBackplane(World world, SimulatedBroker broker, BooleanSupplier alive) {
        this.world = world;
        this.broker = broker;
        this.alive = alive;
        this.out = world.new Way(6);
        this.generation = broker.generation;
        world.after(WATCH, this::watch);
    }

    /** A connection notices, after a while, that the other end is another one. */
    private void watch() {
        if (!alive.getAsBoolean()) {
            return;
        }
        if (!split && broker.up && generation != broker.generation) {
            generation = broker.generation;
            feeds.keySet().forEach(topic -> broker.follow(topic, this));
            List.copyOf(feeds.values()).forEach(Feed::onDoubt);
        }
        world.after(WATCH, this::watch);
    }

    @Override
    public Log log() {
        return log;
    }

    @Override
    public Following follow(TopicName topic, Feed feed) {
        feeds.put(topic, feed);
        ask(() -> {
            if (feeds.get(topic) == feed) {
                broker.follow(topic, this);
            }
            return true;
        });
        return () -> {
            feeds.remove(topic, feed);
            ask(() -> {
                if (!feeds.containsKey(topic)) {
                    broker.unfollow(topic, this);
                }
                return true;
            });
        };
    }

    @Override
    public CompletionStage<Boolean> announce(
            TopicName topic, String node, Collection<Member> came, Collection<Member> left) {
        return ask(() -> broker.announce(topic, node, came, left));
    }

    @Override
    public CompletionStage<List<Member>> members(TopicName topic) {
        return ask(() -> broker.members(topic));
    }

    @Override
    public void close() {}

    void push(TopicName topic, String epoch, Entry entry) {
        news(topic, feed -> feed.onEntry(epoch, entry));
    }

    void pushPresence(TopicName topic) {
        news(topic, Feed::onPresence);
    }

    private void news(TopicName topic, Consumer<Feed> what) {
        for (int i = world.chance(newsTwice) ? 0 : 1; i < 2; i++) {
            if (world.chance(newsLost)) {
                continue;
            }
            world.after(world.between(1, newsDelay), () -> {
                Feed feed = feeds.get(topic);
                if (feed != null && alive.getAsBoolean() && !split) {
                    what.accept(feed);
                }
            });
        }
    }

    private <T> CompletionStage<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        world.after(TIMEOUT, () -> {
            if (alive.getAsBoolean()) {
                answer.completeExceptionally(new Refused(Refusal.UNAVAILABLE, "no answer"));
            }
        });
        if (split) {
            return answer;
        }
        out.send(() -> {
            if (!broker.up || split) {
                return;
            }
            T result = question.get();
            world.after(world.between(1, 6), () -> {
                if (alive.getAsBoolean() && !split) {
                    answer.complete(result);
                }
            });
        });
        return answer;
    }

    private final class Remote implements Log {
        @Override
        public Durability durability() {
            return Durability.PROCESS;
        }

        @Override
        public CompletionStage<Appended> append(TopicName topic, Draft draft) {
            return ask(() -> broker.append(topic, draft));
        }

        @Override
        public CompletionStage<Slice> read(TopicName topic, long after, int max) {
            return ask(() -> broker.read(topic, after, Math.min(max, 7)));
        }

        @Override
        public CompletionStage<Map<TopicName, Position>> heads(Collection<TopicName> topics) {
            return ask(() -> broker.heads(topics));
        }

        @Override
        public void close() {}
    }
}
