package dev.parley.pubsub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A log in a file: survives the end of its process at any instant and, at {@link Durability#POWER}, that of the machine. Opened again, it
 * goes on with the same epochs if nothing can be missing, and with new ones otherwise. Any thread; one thread of its own does the work, and
 * what waits for it is bounded.
 */
public final class FileLog implements Log {
    /** How much is done before it is committed. More at once is hardly faster, and the first one waits for the last one. */
    private static final int BATCH = 512;

    private static final long SWEEP_SECONDS = 60;
    /** A question that waits costs about that. */
    private static final int COST_OF_A_QUESTION = 256;

    private static final System.Logger LOG = System.getLogger("dev.parley.pubsub");

    /** Something to be done by the thread of the log. */
    private sealed interface Job {
        CompletableFuture<?> done();

        record Append(TopicName topic, Draft draft, CompletableFuture<Appended> done) implements Job {}

        record Read(TopicName topic, long after, int max, CompletableFuture<Slice> done) implements Job {}

        record Heads(Collection<TopicName> topics, CompletableFuture<Map<TopicName, Position>> done) implements Job {}

        /** Only to be seen: it is time to end. */
        record End(CompletableFuture<?> done) implements Job {}
    }

    private final LogStore store;
    private final LogOptions options;
    private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Thread thread = new Thread(this::run, "parley-topics-log");
    private volatile boolean closed;
    private volatile boolean ended;

    private FileLog(LogStore store, LogOptions options) {
        this.store = store;
        this.options = options;
        thread.setDaemon(true);
    }

    /**
     * Opens a log, or begins one. It takes as long as reading the file does, which is looked through for damage; one that is damaged is
     * kept beside the new one, under a name that ends in {@code .broken}.
     *
     * @param directory where its files are; made if it is not there
     * @param durability what an acknowledgement promises: {@link Durability#PROCESS} or {@link Durability#POWER}
     * @throws IOException if the directory cannot be used, or another process uses it, with the reason
     */
    public static FileLog open(Path directory, Durability durability, LogOptions options) throws IOException {
        if (durability == Durability.MEMORY) {
            throw new IllegalArgumentException("A log in a file outlives its process.");
        }
        FileLog log = new FileLog(
                LogStore.open(directory, durability, options, System::currentTimeMillis, RandomIds::next), options);
        log.thread.start();
        return log;
    }

    @Override
    public Durability durability() {
        return store.durability();
    }

    /** Why its topics have new epochs since it was opened; empty if they have not. */
    public String whyAnew() {
        return store.whyAnew();
    }

    @Override
    public CompletionStage<Appended> append(TopicName topic, Draft draft) {
        CompletableFuture<Appended> done = new CompletableFuture<>();
        give(new Job.Append(topic, draft, done));
        return done;
    }

    @Override
    public CompletionStage<Slice> read(TopicName topic, long after, int max) {
        CompletableFuture<Slice> done = new CompletableFuture<>();
        give(new Job.Read(topic, after, max, done));
        return done;
    }

    @Override
    public CompletionStage<Map<TopicName, Position>> heads(Collection<TopicName> topics) {
        CompletableFuture<Map<TopicName, Position>> done = new CompletableFuture<>();
        give(new Job.Heads(List.copyOf(topics), done));
        return done;
    }

    /** Ends it when all that waits is done. */
    @Override
    public void close() {
        closed = true;
        jobs.add(new Job.End(new CompletableFuture<>()));
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static long cost(Job job) {
        return job instanceof Job.Append append
                ? COST_OF_A_QUESTION + append.draft().payload().bytes().length
                : COST_OF_A_QUESTION;
    }

    private void give(Job job) {
        if (closed) {
            refuse(job, new Refused(Refusal.UNAVAILABLE, "The log is closed."));
        } else if (waitingBytes.addAndGet(cost(job)) > options.maxWaitingBytes()) {
            waitingBytes.addAndGet(-cost(job));
            refuse(job, new Refused(Refusal.BUSY, "The log has too much to write."));
        } else {
            jobs.add(job);
            if (ended) {
                refuseAll();
            }
        }
    }

    private void refuse(Job job, Throwable why) {
        job.done().completeExceptionally(why);
    }

    private void refuseAll() {
        for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
            refuse(job, new Refused(Refusal.UNAVAILABLE, "The log is closed."));
        }
    }

    // ---- the thread ----

    private void run() {
        List<Job> batch = new ArrayList<>(BATCH);
        long swept = System.nanoTime();
        while (!closed || !jobs.isEmpty()) {
            try {
                Job first = jobs.poll(SWEEP_SECONDS, TimeUnit.SECONDS);
                if (first != null) {
                    batch.add(first);
                    jobs.drainTo(batch, BATCH - 1);
                }
            } catch (InterruptedException e) {
                continue; // nobody is meant to; it must not reach the files, which it would close
            }
            batch.forEach(job -> waitingBytes.addAndGet(-cost(job)));
            work(batch);
            batch.clear();
            if (System.nanoTime() - swept > TimeUnit.SECONDS.toNanos(SWEEP_SECONDS)) {
                swept = System.nanoTime();
                attempt(List.of(), () -> {
                    store.sweep();
                    return true;
                });
            }
        }
        store.close();
        ended = true;
        refuseAll();
    }

    /** Appends that follow each other are one transaction; nothing that is not committed is shown to anybody. */
    private void work(List<Job> batch) {
        List<Job.Append> appends = new ArrayList<>();
        for (Job job : batch) {
            if (job instanceof Job.Append append) {
                appends.add(append);
            } else {
                append(appends);
                answer(job);
            }
        }
        append(appends);
    }

    private void append(List<Job.Append> appends) {
        if (appends.isEmpty()) {
            return;
        }
        List<Job.Append> all = List.copyOf(appends);
        appends.clear();
        Map<Job.Append, Appended> answers = new LinkedHashMap<>();
        boolean safe = attempt(all, () -> {
            for (Job.Append append : all) {
                try {
                    answers.put(append, store.append(append.topic(), append.draft()));
                } catch (Refused refused) {
                    refuse(append, refused); // this one alone
                }
            }
            store.commit();
            return true;
        });
        if (safe) {
            answers.forEach((append, appended) -> append.done().complete(appended));
        }
    }

    private void answer(Job job) {
        if (job instanceof Job.Read read) {
            attempt(List.of(job), () -> {
                Slice slice = store.read(read.topic(), read.after(), read.max());
                return read.done().complete(slice);
            });
        } else if (job instanceof Job.Heads heads) {
            attempt(List.of(job), () -> {
                Map<TopicName, Position> ends = new HashMap<>();
                for (TopicName topic : heads.topics()) {
                    ends.put(topic, store.read(topic, Long.MAX_VALUE, 0).end());
                }
                return heads.done().complete(ends);
            });
        }
    }

    /** @return whether it worked; if it did not, nothing of it is in the log, and the jobs have failed */
    private boolean attempt(List<? extends Job> jobs, LogStore.Work work) {
        try {
            return work.done();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "The log in " + store + " refused something.", e);
            store.giveUp(e);
            jobs.forEach(job -> refuse(job, Refused.of(e)));
            return false;
        }
    }
}
