package dev.parley.script;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The one loop that a script runs on (HTML standard §8.1.7): a task at a time, in order; timers when they are due.
 *
 * <p>Microtasks are the interpreter's: it runs them whenever a call from Java into JavaScript returns and no other is under way.
 *
 * <p>{@link #execute}, {@link #hold}, {@link #release} and {@link #stop}: any thread. The rest: the thread that runs it.
 */
final class EventLoop implements Executor {
    /** What happens at a time. */
    private static final class Timer implements Comparable<Timer> {
        private final int id;
        private final long due;
        private final long sequence;
        private final boolean holds;
        private final Runnable task;

        Timer(int id, long due, long sequence, boolean holds, Runnable task) {
            this.id = id;
            this.due = due;
            this.sequence = sequence;
            this.holds = holds;
            this.task = task;
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(due - other.due, 0);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /** Guards the tasks, the holds and the end. */
    private final Object lock = new Object();
    /** As many as there are sockets and event sources with something to tell, each at most once. */
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    private int holds;
    private boolean stopped;

    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Map<Integer, Timer> timersById = new HashMap<>();
    private long timersMade;
    private int timersThatHold;
    private boolean wasTimer;
    private long turn;

    /** Adds a task. */
    @Override
    public void execute(Runnable task) {
        synchronized (lock) {
            tasks.add(task);
            lock.notifyAll();
        }
    }

    /** Says that something is under way which may yet add tasks: the loop waits for it. */
    void hold() {
        synchronized (lock) {
            holds++;
        }
    }

    /** Says that one of those is over. */
    void release() {
        synchronized (lock) {
            holds--;
            lock.notifyAll();
        }
    }

    /** Lets the loop end after the task that runs. */
    void stop() {
        synchronized (lock) {
            stopped = true;
            lock.notifyAll();
        }
    }

    boolean isStopped() {
        synchronized (lock) {
            return stopped;
        }
    }

    /**
     * Has a task run once, after so many milliseconds.
     *
     * @param holds whether the loop waits for it
     */
    void after(int id, long millis, boolean holds, Runnable task) {
        long due = System.nanoTime() + millis * 1_000_000;
        Timer timer = new Timer(id, due, timersMade++, holds, task);
        timers.add(timer);
        timersById.put(id, timer);
        timersThatHold += holds ? 1 : 0;
    }

    void cancel(int id) {
        Timer timer = timersById.get(id);
        if (timer != null) {
            remove(timer);
        }
    }

    private void remove(Timer timer) {
        timers.remove(timer);
        timersById.remove(timer.id);
        timersThatHold -= timer.holds ? 1 : 0;
    }

    /** Which task this is: what a script sees of the world changes only between two of them. */
    long turn() {
        return turn;
    }

    /** Begins another task. */
    void nextTurn() {
        turn++;
    }

    /** Runs tasks until nothing is left to wait for. */
    void run() throws InterruptedException {
        for (Runnable task = next(); task != null; task = next()) {
            nextTurn();
            task.run();
        }
    }

    private @Nullable Runnable next() throws InterruptedException {
        synchronized (lock) {
            while (!stopped) {
                Timer timer = timers.peek();
                long wait = timer == null ? Long.MAX_VALUE : timer.due - System.nanoTime();
                // In turns: neither a timer without delay nor a socket that always has something to tell keeps the
                // other waiting.
                if (timer != null && wait <= 0 && !(wasTimer && !tasks.isEmpty())) {
                    wasTimer = true;
                    remove(timer);
                    return timer.task;
                }
                Runnable task = tasks.poll();
                if (task != null) {
                    wasTimer = false;
                    return task;
                }
                if (holds == 0 && timersThatHold == 0) {
                    return null;
                }
                if (timer == null) {
                    lock.wait();
                } else {
                    lock.wait(wait / 1_000_000, (int) (wait % 1_000_000));
                }
            }
            return null;
        }
    }
}
