package dev.parley.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where listeners run unless the options say otherwise: virtual threads where the platform has good ones, else a pool of
 * daemon threads that grows and shrinks with the sockets that have something to do. Listeners may block.
 */
final class EventThreads {
    /** Before 24 a virtual thread that blocks while synchronized holds on to its carrier (JEP 491). */
    private static final int FIRST_WITH_GOOD_VIRTUAL_THREADS = 24;

    static final Executor DEFAULT = executor();

    private EventThreads() {}

    private static ExecutorService executor() {
        if (Runtime.version().feature() >= FIRST_WITH_GOOD_VIRTUAL_THREADS) {
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
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "parley-events");
            thread.setDaemon(true);
            return thread;
        });
    }
}
