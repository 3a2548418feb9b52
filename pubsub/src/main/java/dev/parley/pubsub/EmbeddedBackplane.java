package dev.parley.pubsub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A backplane for one node, within its process: any log, and its news at first hand. Any thread. */
public final class EmbeddedBackplane implements Backplane {
    /** What is there for one topic while somebody follows it or is there. */
    private static final class Channel {
        final List<Feed> feeds = new CopyOnWriteArrayList<>();
        final Map<String, Map<String, Member>> members = new HashMap<>();
    }

    private final Log log;
    private final Log told = new Told();
    private final Map<TopicName, Channel> channels = new ConcurrentHashMap<>();
    private final Object[] order = new Object[256];

    /** @param log closed with this */
    public EmbeddedBackplane(Log log) {
        this.log = log;
        Arrays.setAll(order, i -> new Object());
    }

    @Override
    public Log log() {
        return told;
    }

    @Override
    public Following follow(TopicName topic, Feed feed) {
        channels.compute(topic, (name, there) -> {
            Channel channel = there == null ? new Channel() : there;
            channel.feeds.add(feed);
            return channel;
        });
        return () -> channels.computeIfPresent(topic, (name, channel) -> {
            channel.feeds.remove(feed);
            return orNone(channel);
        });
    }

    @Override
    public CompletionStage<Boolean> announce(
            TopicName topic, String node, Collection<Member> came, Collection<Member> left) {
        boolean[] known = new boolean[1];
        Channel changed = channels.compute(topic, (name, there) -> {
            Channel channel = there == null ? new Channel() : there;
            synchronized (channel.members) {
                known[0] = channel.members.containsKey(node);
                Map<String, Member> here = channel.members.computeIfAbsent(node, none -> new HashMap<>());
                left.forEach(member -> here.remove(member.client()));
                came.forEach(member -> here.put(member.client(), member));
                if (here.isEmpty()) {
                    channel.members.remove(node);
                }
            }
            return orNone(channel);
        });
        if (changed != null && !(came.isEmpty() && left.isEmpty())) {
            changed.feeds.forEach(Feed::onPresence);
        }
        return CompletableFuture.completedStage(known[0]);
    }

    @Override
    public CompletionStage<List<Member>> members(TopicName topic) {
        Channel channel = channels.get(topic);
        List<Member> all = new ArrayList<>();
        if (channel != null) {
            synchronized (channel.members) {
                channel.members.values().forEach(here -> all.addAll(here.values()));
            }
        }
        return CompletableFuture.completedStage(all);
    }

    @Override
    public void close() {
        log.close();
    }

    private static @Nullable Channel orNone(Channel channel) {
        synchronized (channel.members) {
            return channel.feeds.isEmpty() && channel.members.isEmpty() ? null : channel;
        }
    }

    /** The log, which tells of what is appended. */
    private final class Told implements Log {
        @Override
        public Durability durability() {
            return log.durability();
        }

        @Override
        public CompletionStage<Appended> append(TopicName topic, Draft draft) {
            // So that of two appends the news come in order; a gap would be looked into, at some cost.
            synchronized (order[Math.floorMod(topic.hashCode(), order.length)]) {
                CompletionStage<Appended> appending = log.append(topic, draft);
                appending.whenComplete((appended, failure) -> {
                    if (appended != null && !appended.again()) {
                        tell(topic, appended, draft);
                    }
                });
                return appending;
            }
        }

        private void tell(TopicName topic, Appended appended, Draft draft) {
            // Whoever begins to follow only now looks at the log after that, and finds it there.
            Channel channel = channels.get(topic);
            if (channel != null) {
                Position at = appended.position();
                Entry entry = new Entry(at.offset(), draft.from(), draft.id(), appended.time(), draft.payload());
                channel.feeds.forEach(feed -> feed.onEntry(at.epoch(), entry));
            }
        }

        @Override
        public CompletionStage<Slice> read(TopicName topic, long after, int max) {
            return log.read(topic, after, max);
        }

        @Override
        public CompletionStage<Map<TopicName, Position>> heads(Collection<TopicName> topics) {
            return log.heads(topics);
        }

        @Override
        public void close() {
            log.close();
        }
    }
}
