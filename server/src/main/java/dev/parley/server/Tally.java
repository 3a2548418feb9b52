package dev.parley.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A sum that one thread adds to and any thread may read: an addition without a locked instruction, since one follows each message. */
final class Tally {
    private static final VarHandle SUM = sum();

    private long sum;

    void add(long more) {
        SUM.setOpaque(this, sum + more);
    }

    long value() {
        return (long) SUM.getOpaque(this);
    }

    private static VarHandle sum() {
        try {
            return MethodHandles.lookup().findVarHandle(Tally.class, "sum", long.class);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e); // it stands above
        }
    }
}
