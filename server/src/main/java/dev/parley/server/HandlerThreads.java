package dev.parley.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for handlers that block: {@code ServerOptions.DEFAULT.withExecutor(HandlerThreads.shared())}. Any thread.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.DEFAULT.withExecutor(HandlerThreads.shared());
 * }</pre>
 */
public final class HandlerThreads {
    /**
     * How many handlers may block at once where there are no good virtual threads: enough for any pool of database connections, and
     * 256 stacks of which a few pages are touched.
     */
    public static final int MOST_PLATFORM_THREADS = 256;

    /** Before 24 a virtual thread that blocks while synchronized holds on to its carrier (JEP 491). */
    private static final int FIRST_WITH_GOOD_VIRTUAL_THREADS = 24;

    private static final long KEEP_SECONDS = 30;

    private HandlerThreads() {}

    private static final class Shared {
        static final Executor EXECUTOR =
                Runtime.version().feature() >= FIRST_WITH_GOOD_VIRTUAL_THREADS ? virtual() : platform();
    }

    /**
     * Those that all servers of this program share: a virtual thread for each peer that has something to do, from Java 24 on;
     * before that, {@value #MOST_PLATFORM_THREADS} daemon threads at most, for which peers wait in turn.
     *
     * <p>On Java 21 to 23, {@code Executors.newVirtualThreadPerTaskExecutor()} may be given instead, where nothing that the
     * handlers call blocks while it is synchronized.
     */
    public static Executor shared() {
        return Shared.EXECUTOR;
    }

    private static ExecutorService virtual() {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invokeExact();
        } catch (Throwable t) {
            throw new LinkageError("This platform has virtual threads.", t);
        }
    }

    /** What waits is one task for each peer, so there are never more than there are connections. */
    private static ExecutorService platform() {
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "parley-handler");
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MOST_PLATFORM_THREADS,
                MOST_PLATFORM_THREADS,
                KEEP_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
