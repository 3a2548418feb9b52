package dev.parley.pubsub;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A log in the memory of this process, bounded: what is too much, too old or in nobody's use is forgotten, and a topic that was forgotten
 * begins a new epoch. Its stages are complete when they are returned. Any thread.
 */
public final class MemoryLog implements Log {
    private final LogOptions options;
    private final LongSupplier clock;
    private final Supplier<String> epochs;
    private final Map<TopicName, TopicLog> topics = new ConcurrentHashMap<>();
    private final AtomicLong cost = new AtomicLong();
    private final ReentrantLock forgetting = new ReentrantLock();

    public MemoryLog(LogOptions options) {
        this(options, System::currentTimeMillis, RandomIds::next);
    }

    /**
     * @param clock milliseconds since 1970
     * @param epochs gives a name that it has never given before
     */
    MemoryLog(LogOptions options, LongSupplier clock, Supplier<String> epochs) {
        this.options = options;
        this.clock = clock;
        this.epochs = epochs;
    }

    @Override
    public Durability durability() {
        return Durability.MEMORY;
    }

    @Override
    public CompletionStage<Appended> append(TopicName topic, Draft draft) {
        if (cost.get() > options.maxBytes()) {
            forgetSome();
        }
        if (cost.get() > options.maxBytes()) {
            return CompletableFuture.failedStage(
                    new Refused(Refusal.BUSY, "The log is full of topics that are in use."));
        }
        return answer(topic, log -> log.append(draft, log.used));
    }

    @Override
    public CompletionStage<Slice> read(TopicName topic, long after, int max) {
        return answer(topic, log -> log.read(after, max, log.used));
    }

    @Override
    public CompletionStage<Map<TopicName, Position>> heads(Collection<TopicName> some) {
        Map<TopicName, Position> heads = new HashMap<>();
        for (TopicName topic : some) {
            TopicLog log = topics.get(topic);
            if (log != null) {
                synchronized (log) {
                    heads.put(topic, log.end());
                }
            }
        }
        return CompletableFuture.completedStage(heads);
    }

    @Override
    public void close() {
        topics.clear();
    }

    private <T> CompletionStage<T> answer(TopicName topic, Function<TopicLog, T> question) {
        while (true) {
            TopicLog log = topics.get(topic);
            if (log == null) {
                if (topics.size() >= options.maxTopics()) {
                    forgetSome();
                }
                if (topics.size() >= options.maxTopics()) {
                    return CompletableFuture.failedStage(new Refused(Refusal.BUSY, "There are too many topics."));
                }
                log = topics.computeIfAbsent(topic, none -> new TopicLog(epochs.get(), options));
            }
            synchronized (log) {
                if (!log.forgotten) {
                    long before = log.cost();
                    log.used = clock.getAsLong();
                    T answer = question.apply(log);
                    cost.addAndGet(log.cost() - before);
                    return CompletableFuture.completedStage(answer);
                }
            }
        }
    }

    /** Forgets whole topics, those first that have not been used for longest, until a tenth of all is free. */
    private void forgetSome() {
        if (!forgetting.tryLock()) {
            return;
        }
        try {
            List<Map.Entry<TopicName, TopicLog>> idle = topics.entrySet().stream()
                    .map(entry -> Map.entry(entry.getValue().used, entry))
                    .sorted(Comparator.comparingLong(Map.Entry::getKey))
                    .map(Map.Entry::getValue)
                    .toList();
            long keepBytes = options.maxBytes() / 10 * 9;
            int keepTopics = options.maxTopics() - Math.max(1, options.maxTopics() / 10);
            for (Map.Entry<TopicName, TopicLog> entry : idle) {
                if (cost.get() <= keepBytes && topics.size() <= keepTopics) {
                    return;
                }
                forget(entry.getKey(), entry.getValue());
            }
        } finally {
            forgetting.unlock();
        }
    }

    private void forget(TopicName topic, TopicLog log) {
        synchronized (log) {
            log.forgotten = true;
            cost.addAndGet(-log.cost());
            topics.remove(topic, log);
        }
    }
}
