package dev.parley.redis;

import dev.parley.pubsub.Appended;
import dev.parley.pubsub.Draft;
import dev.parley.pubsub.Durability;
import dev.parley.pubsub.Log;
import dev.parley.pubsub.LogOptions;
import dev.parley.pubsub.Position;
import dev.parley.pubsub.Refusal;
import dev.parley.pubsub.Refused;
import dev.parley.pubsub.Slice;
import dev.parley.pubsub.TopicName;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** The log of topics in Redis: a stream for each, and what is known of its ids and its epoch. Any thread. */
final class RedisLog implements Log {
    /** Parts of an answer: more bytes are for the next one. */
    private static final int MAX_READ_BYTES = 512 * 1024;
    /** Lua's numbers are exact up to here. */
    private static final long MAX_OFFSET = 1L << 53;
    /** In one step of Redis, which does nothing else meanwhile. */
    private static final int HEADS = 250;
    /** About what a command takes beside its payload, in bytes. */
    private static final int COST = 512;

    private final Links links;
    private final Keys keys;
    private final LogOptions options;
    private final String node;
    private final AtomicLong epochs = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();

    RedisLog(Links links, RedisOptions options, String node) {
        this.links = links;
        this.keys = new Keys(options.prefix());
        this.options = options.log();
        this.node = node;
    }

    @Override
    public Durability durability() {
        // What it acknowledged last may be on its way still.
        Link link = links.last();
        return link == null ? Durability.MEMORY : link.server().durability();
    }

    @Override
    public CompletionStage<Appended> append(TopicName topic, Draft draft) {
        Link link = links.now();
        if (link == null) {
            return links.away();
        }
        int cost = COST + draft.payload().bytes().length;
        if (waiting.addAndGet(cost) > options.maxWaitingBytes()) {
            waiting.addAndGet(-cost);
            return CompletableFuture.failedStage(new Refused(Refusal.BUSY, "Too much is waiting for Redis."));
        }
        List<Object> arguments = begin(link);
        arguments.add(options.maxMessages());
        arguments.add(options.maxIds());
        arguments.add(keys.channel(topic));
        arguments.add(draft.from());
        arguments.add(draft.id());
        arguments.add(News.kind(draft.payload()));
        arguments.add(draft.payload().bytes());
        return link.call(Script.APPEND, keys.log(topic), Arguments.of(arguments))
                .whenComplete((done, failure) -> waiting.addAndGet(-cost))
                .thenApply(said -> new Appended(
                        new Position(News.text(said.get(0)), News.number(said.get(1))),
                        News.number(said.get(2)),
                        News.number(said.get(3)) == 1));
    }

    @Override
    public CompletionStage<Slice> read(TopicName topic, long after, int max) {
        Link link = links.now();
        if (link == null) {
            return links.away();
        }
        List<Object> arguments = begin(link);
        arguments.add(Math.max(-MAX_OFFSET, Math.min(MAX_OFFSET, after)));
        arguments.add(max);
        arguments.add(MAX_READ_BYTES);
        return link.call(Script.READ, keys.log(topic), Arguments.of(arguments))
                .thenApply(said -> new Slice(
                        News.text(said.get(0)),
                        News.number(said.get(1)),
                        News.number(said.get(2)),
                        ((List<?>) said.get(3)).stream().map(News::entry).toList()));
    }

    @Override
    public CompletionStage<Map<TopicName, Position>> heads(Collection<TopicName> topics) {
        Link link = links.now();
        if (link == null) {
            return links.away();
        }
        Map<Integer, List<TopicName>> groups = new HashMap<>();
        int i = 0;
        for (TopicName topic : topics) {
            // A cluster does in one step only what is in one slot.
            int group = link.isCluster() ? SlotHash.getSlot(keys.channel(topic)) : i++ / HEADS;
            groups.computeIfAbsent(group, none -> new ArrayList<>()).add(topic);
        }
        List<CompletableFuture<Map<TopicName, Position>>> parts = groups.values().stream()
                .map(group -> heads(link, group).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> {
                    Map<TopicName, Position> all = new HashMap<>();
                    parts.forEach(part -> all.putAll(part.join()));
                    return all;
                });
    }

    private CompletionStage<Map<TopicName, Position>> heads(Link link, List<TopicName> group) {
        String[] all = group.stream().map(keys::log).flatMap(Arrays::stream).toArray(String[]::new);
        return link.call(Script.HEADS, all, Arguments.of(begin(link))).thenApply(said -> {
            Map<TopicName, Position> heads = new HashMap<>();
            for (int i = 0; i < group.size(); i++) {
                heads.put(group.get(i), new Position(News.text(said.get(2 * i)), News.number(said.get(2 * i + 1))));
            }
            return heads;
        });
    }

    /** What the scripts of a topic begin with. */
    private List<Object> begin(Link link) {
        RedisServer server = link.server();
        List<Object> arguments = new ArrayList<>();
        arguments.add(server.run());
        arguments.add(server.doubts().isEmpty() ? "1" : "0");
        arguments.add(node + "-" + Long.toString(epochs.incrementAndGet(), 36));
        arguments.add(options.maxAge().toMillis());
        return arguments;
    }

    @Override
    public void close() {
        links.close();
    }
}
