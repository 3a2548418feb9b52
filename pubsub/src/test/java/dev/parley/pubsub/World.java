package dev.parley.pubsub;

import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/** One thread, a clock that is moved by hand and chance from a seed: what happens in it happens again with the same seed. */
final class World {
    private static final long START_MILLIS = 1_800_000_000_000L;
    /** A bug may go round for ever. */
    private static final int MAX_EVENTS = 2_000_000;

    private record Event(long at, long order, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long order;
    private int happened;

    World(long seed) {
        random = new Random(seed);
    }

    /** Milliseconds since it began. */
    long now() {
        return now;
    }

    void at(long time, Runnable task) {
        events.add(new Event(Math.max(now, time), order++, task));
    }

    void after(long millis, Runnable task) {
        at(now + millis, task);
    }

    /** From a to b, both included. */
    int between(int a, int b) {
        return a + random.nextInt(b - a + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    String id() {
        return Long.toString(random.nextLong() >>> 1, 36);
    }

    /** Lets everything happen until then. */
    void runUntil(long time) {
        while (!events.isEmpty() && events.peek().at <= time) {
            if (++happened > MAX_EVENTS) {
                throw new Violation(8, "it goes round and round");
            }
            Event event = events.poll();
            now = event.at;
            event.task.run();
        }
        now = time;
    }

    /** The clock of one machine, which may jump. */
    final class Clock {
        private long jumped;

        long millis() {
            return START_MILLIS + now + jumped;
        }

        void jump(long millis) {
            jumped += millis;
        }
    }

    /** An event loop: does what it is given in order, each thing a little later. */
    final class Loop implements Executor {
        private final BooleanSupplier alive;
        private long last;

        Loop(BooleanSupplier alive) {
            this.alive = alive;
        }

        @Override
        public void execute(Runnable task) {
            if (!alive.getAsBoolean()) {
                throw new RejectedExecutionException("it has ended");
            }
            last = Math.max(last, now + (chance(0.2) ? between(0, 3) : 0));
            at(last, () -> {
                if (alive.getAsBoolean()) {
                    task.run();
                }
            });
        }
    }

    /** A way on which things keep their order, and take a while. */
    final class Way {
        private final int maxDelay;
        private long last;

        Way(int maxDelay) {
            this.maxDelay = maxDelay;
        }

        void send(Runnable arrival) {
            last = Math.max(last, now + between(1, maxDelay));
            at(last, arrival);
        }
    }
}
