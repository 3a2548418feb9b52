package dev.parley.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A machine with a log that nodes share, which may go away, with what it has or without. */
final class SimulatedBroker {
    private static final long PRESENCE_EXPIRES = 6_000;

    private static final class Part {
        final Map<String, Member> members = new HashMap<>();
        long renewed;
    }

    final World world;
    final World.Clock clock;
    private final Recorder recorder;
    private final LogOptions options;
    private final Set<String> epochs = new LinkedHashSet<>();
    private final Map<TopicName, Set<SimulatedBackplane>> followers = new HashMap<>();
    private final Map<TopicName, Map<String, Part>> presence = new HashMap<>();
    private MemoryLog log;
    boolean up = true;
    int generation;

    SimulatedBroker(World world, Recorder recorder, int history) {
        this.world = world;
        this.recorder = recorder;
        this.clock = world.new Clock();
        this.options =
                LogOptions.DEFAULT.withMaxMessages(history).withMaxIds(10_000).withMaxAge(Duration.ofHours(10));
        this.log = newLog();
    }

    private MemoryLog newLog() {
        return new MemoryLog(options, clock::millis, () -> {
            String epoch = world.id();
            epochs.add(epoch);
            return epoch;
        });
    }

    void stop() {
        up = false;
        generation++;
        followers.clear();
        presence.clear();
    }

    void start(boolean withData) {
        if (!withData) {
            epochs.forEach(recorder::lost);
            epochs.clear();
            log = newLog();
        }
        up = true;
    }

    Appended append(TopicName topic, Draft draft) {
        Appended appended = log.append(topic, draft).toCompletableFuture().join();
        if (!appended.again()) {
            recorder.appended(topic.text(), appended.position(), draft);
            Entry entry =
                    new Entry(appended.position().offset(), draft.from(), draft.id(), appended.time(), draft.payload());
            tell(topic, follower -> follower.push(topic, appended.position().epoch(), entry));
        }
        return appended;
    }

    Slice read(TopicName topic, long after, int max) {
        return log.read(topic, after, max).toCompletableFuture().join();
    }

    Map<TopicName, Position> heads(Collection<TopicName> topics) {
        return log.heads(topics).toCompletableFuture().join();
    }

    void follow(TopicName topic, SimulatedBackplane by) {
        followers.computeIfAbsent(topic, none -> new LinkedHashSet<>()).add(by);
    }

    void unfollow(TopicName topic, SimulatedBackplane by) {
        followers.getOrDefault(topic, new LinkedHashSet<>()).remove(by);
    }

    boolean announce(TopicName topic, String node, Iterable<Member> came, Iterable<Member> left) {
        expire(topic);
        Map<String, Part> parts = presence.computeIfAbsent(topic, none -> new HashMap<>());
        boolean known = parts.containsKey(node);
        Part part = parts.computeIfAbsent(node, none -> new Part());
        part.renewed = world.now();
        left.forEach(member -> part.members.remove(member.client()));
        came.forEach(member -> part.members.put(member.client(), member));
        if (came.iterator().hasNext() || left.iterator().hasNext()) {
            tell(topic, follower -> follower.pushPresence(topic));
        }
        return known;
    }

    List<Member> members(TopicName topic) {
        expire(topic);
        List<Member> all = new ArrayList<>();
        presence.getOrDefault(topic, Map.of()).values().forEach(part -> all.addAll(part.members.values()));
        return all;
    }

    private void expire(TopicName topic) {
        presence.getOrDefault(topic, new HashMap<>())
                .values()
                .removeIf(part -> part.renewed + PRESENCE_EXPIRES < world.now());
    }

    private void tell(TopicName topic, Consumer<SimulatedBackplane> news) {
        List.copyOf(followers.getOrDefault(topic, Set.of())).forEach(news);
    }
}
