package dev.parley.engine;

import java.lang.reflect.Method;

/**
 * How many bytes this thread has allocated. By reflection, because the module under test reads nothing but {@code
 * java.base}, and its tests are compiled as part of it.
 */
final class Allocation {
    private static final Object BEAN;
    private static final Method COUNTER;

    static {
        try {
            BEAN = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            COUNTER = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("This JVM does not count allocation.", e);
        }
    }

    private Allocation() {}

    /** The bytes allocated by the call, give or take a few hundred for the counting itself. */
    static long of(Runnable call) {
        long before = bytes();
        call.run();
        return bytes() - before;
    }

    private static long bytes() {
        try {
            return (long) COUNTER.invoke(BEAN);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
